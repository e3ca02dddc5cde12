"""The queue that the NHS 111 Adaptor publishes to (AMQP 0-9-1): consumed one by one, for as long as the system runs."""

import logging
import threading
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from ...kit.config import AdaptorSettings
from ...kit.problems import StartupProblem
from .intake import AdaptorIntake

_log = logging.getLogger("reference.adaptor")
_SECONDS = (
    10.0  # for the broker to answer; a heartbeat of as long ends a connection on which nothing moves any more
)
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0
_LOOK_UP = 0.5  # how often an idle consumer sees whether it is to stop


class AdaptorQueue:
    """Takes messages off the queue in a thread of its own; a message is acknowledged when it is on the disk."""

    def __init__(self, settings: AdaptorSettings, intake: AdaptorIntake, stopping: threading.Event) -> None:
        self.settings = settings
        self.intake = intake
        self.stopping = stopping
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to consume, where there is an adaptor at all."""
        if not self.settings.amqp_url:
            return
        parameters = self._parameters()
        self._thread = threading.Thread(
            target=self._run, args=(parameters,), name="adaptor-queue", daemon=True
        )
        self._thread.start()

    def wait(self) -> None:
        """Wait for the consumer to end, once it was told to stop; what it has not acknowledged comes again."""
        if self._thread is not None:
            self._thread.join(_SECONDS)

    def _parameters(self) -> Any:
        try:
            # Imported here: most systems have no adaptor before them.
            import pika
        except ImportError as error:
            raise StartupProblem("adaptor.amqp_url is set, but pika is not installed; install it") from error
        try:
            parameters = pika.URLParameters(self.settings.amqp_url)
        except Exception as error:
            # It raises what parsing raises, whose words may hold the password.
            raise StartupProblem(
                "adaptor.amqp_url cannot be read; give amqp://USER:PASSWORD@HOST:PORT/VHOST"
            ) from error
        parameters.socket_timeout = parameters.stack_timeout = parameters.blocked_connection_timeout = (
            _SECONDS
        )
        parameters.heartbeat = int(_SECONDS)
        logging.getLogger("pika").setLevel(
            logging.CRITICAL
        )  # what matters of a broken connection is told here
        return parameters

    def _run(self, parameters: Any) -> None:
        pause = _FIRST_PAUSE
        while not self.stopping.is_set():
            try:
                self._consume(parameters)
                pause = _FIRST_PAUSE
            except Exception as error:  # noqa: BLE001 whatever happens to the broker or the disk, referrals must go on coming
                _log.warning("the adaptor's queue cannot be read (%s); trying again", type(error).__name__)
                self.stopping.wait(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)

    def _consume(self, parameters: Any) -> None:
        """Consume over one connection, until it breaks or this system stops."""
        import pika

        with pika.BlockingConnection(parameters) as connection:
            self._make_queue(pika, connection)
            channel = connection.channel()
            channel.basic_qos(prefetch_count=1)
            _log.info("consuming the adaptor's queue")
            for method, _, body in channel.consume(self.settings.queue, inactivity_timeout=_LOOK_UP):
                if self.stopping.is_set():
                    return
                if method is not None:
                    self.deal_with(channel, method.delivery_tag, body)

    def deal_with(self, channel: Any, tag: int, body: bytes) -> None:
        """Take one message through to its end; the broker keeps it until then."""
        try:
            kept = self.intake.take(body)
        except SQLAlchemyError:
            channel.basic_nack(tag, requeue=True)
            raise
        except Exception:  # noqa: BLE001 it must not stop the messages after it; given back, it would come again at once
            _log.exception("a message of the adaptor could not be read, and is dropped")
            kept = False
        if kept:
            channel.basic_ack(tag)
        else:
            channel.basic_nack(tag, requeue=False)

    def _make_queue(self, pika: Any, connection: Any) -> None:
        """Make the queue where there is none; one that is there keeps the arguments that its owner gave it."""
        try:
            connection.channel().queue_declare(self.settings.queue, passive=True)
        except pika.exceptions.ChannelClosedByBroker as closed:
            if closed.reply_code != 404:
                raise
            connection.channel().queue_declare(self.settings.queue, durable=True)

"""The message broker that the played 111 Adaptor publishes to: the supplier's, or the tester's.

Source: AMQP 0-9-1, as pika speaks it; queues are declared passively first, so that their owner's arguments stay.
Left out: AMQP 1.0, exchanges, several brokers. No message of ours holds the broker's URL: it may hold a password.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cpcs_harness.errors import UsageProblem

SECONDS = 10.0
"""For the broker to take a connection; a heartbeat of as long ends one on which nothing moves any more."""


@dataclass(frozen=True)
class Broker:
    """One queue at a broker."""

    url: str = field(repr=False)
    queue: str

    def problem(self) -> str:
        """Log in, and make sure of the queue; gives what went wrong, or nothing."""
        return self._at_queue(lambda _pika, _channel: None)

    def publish(self, body: bytes, properties: Mapping[str, Any]) -> str:
        """Publish, and wait until the broker has confirmed it; gives what went wrong, or nothing."""

        def publish(pika: Any, channel: Any) -> None:
            channel.confirm_delivery()
            channel.basic_publish("", self.queue, body, pika.BasicProperties(**properties), mandatory=True)

        return self._at_queue(publish)

    def _at_queue(self, work: Callable[[Any, Any], None]) -> str:
        pika, failures = client()
        try:
            parameters = parameters_of(pika, self)
        except Exception:  # noqa: BLE001 - it raises what parsing raises, whose words may hold the password
            return "the broker's address cannot be read"
        try:
            with pika.BlockingConnection(parameters) as connection:
                _make_queue(pika, connection, self.queue)
                work(pika, connection.channel())
        except failures as failed:
            return f"the broker took nothing: {_innermost(failed)}"
        return ""


def parameters_of(pika: Any, broker: Broker) -> Any:
    """Give how a broker is connected to; raises whatever the client raises of an address that it cannot read."""
    parameters = pika.URLParameters(broker.url)
    parameters.socket_timeout = parameters.stack_timeout = parameters.blocked_connection_timeout = SECONDS
    parameters.heartbeat = int(SECONDS)
    parameters.connection_attempts = 1
    return parameters


def _make_queue(pika: Any, connection: Any, queue: str) -> None:
    """Make the queue where there is none; one that is there keeps the arguments that its owner gave it."""
    try:
        connection.channel().queue_declare(queue, passive=True)
    except pika.exceptions.ChannelClosedByBroker as closed:
        if closed.reply_code != 404:
            raise
        connection.channel().queue_declare(queue, durable=True)


def client() -> tuple[Any, tuple[type[Exception], ...]]:
    """Load the AMQP client, which only the adaptor needs; gives it with all that it raises."""
    try:
        import pika
        from pika.adapters.utils.connection_workflow import AMQPConnectorException
        from pika.exceptions import AMQPError
    except ImportError as missing:
        raise UsageProblem("the played 111 Adaptor needs pika: pip install pika") from missing
    # It would write each failure to the terminal, traceback and all; what failed is in the evidence.
    logging.getLogger("pika").setLevel(logging.CRITICAL)
    return pika, (AMQPError, AMQPConnectorException, OSError)


def _innermost(failed: BaseException) -> str:
    """Give the words of the failure that is innermost: the client wraps one in another."""
    causes = (getattr(failed, "exception", None), *failed.args)
    inner = next((cause for cause in causes if isinstance(cause, BaseException)), None)
    if inner is not None:
        return _innermost(inner)
    return f"{type(failed).__name__}: {failed}" if str(failed) else type(failed).__name__

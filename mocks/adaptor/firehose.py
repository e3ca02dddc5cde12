"""What others put on the queue that the played 111 Adaptor fills, seen by RabbitMQ's firehose where that is on.

Source: RabbitMQ, firehose tracer: exchange amq.rabbitmq.trace, routing key publish.EXCHANGE, with headers exchange_name
and routing_keys.
"""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from .broker import SECONDS, Broker, client, parameters_of

_TRACE = "amq.rabbitmq.trace"
_PUBLISHED = "publish.#"
_LOOK_UP = 0.5
"""Seconds after which it is seen whether it is to end."""


class Firehose:
    """Watches one queue for messages that are not the adaptor's."""

    def __init__(
        self, broker: Broker, on_put: Callable[[bytes, str], None], on_seen: Callable[[], None]
    ) -> None:
        """Tell `on_put` of each body that others put there, and their user; `on_seen` once, of the first of our own."""
        self._broker, self._on_put, self._on_seen = broker, on_put, on_seen
        self._ours: Counter[bytes] = Counter()
        self._is_seen = False
        self._guard = threading.Lock()

    def start(self, is_over: Callable[[], bool]) -> None:
        """Watch in a thread of its own until it is over; a broker that cannot be watched is left alone."""
        pika, failures = client()
        ready = threading.Event()
        watch = partial(self._watch, pika, failures, is_over, ready)
        threading.Thread(target=watch, name="firehose", daemon=True).start()
        ready.wait(SECONDS)

    def puts(self, body: bytes) -> None:
        """Take note of a message that the adaptor is about to put there."""
        with self._guard:
            self._ours[hashlib.sha256(body).digest()] += 1

    def _watch(
        self,
        pika: Any,
        failures: tuple[type[Exception], ...],
        is_over: Callable[[], bool],
        ready: threading.Event,
    ) -> None:
        try:
            with pika.BlockingConnection(parameters_of(pika, self._broker)) as connection:
                channel = connection.channel()
                queue = channel.queue_declare("", exclusive=True).method.queue
                channel.queue_bind(queue, _TRACE, _PUBLISHED)
                channel.basic_consume(queue, self._came, auto_ack=True)
                ready.set()
                while not is_over():
                    connection.process_data_events(_LOOK_UP)
        except failures:
            pass  # who may not read the trace sees nothing of it
        except (ValueError, TypeError):
            pass  # publishing tells what is wrong with the address
        finally:
            ready.set()

    def _came(self, _channel: Any, _method: Any, properties: Any, body: bytes) -> None:
        headers = properties.headers or {}
        if headers.get("exchange_name") != "" or self._broker.queue not in headers.get("routing_keys", ()):
            return
        if not self._is_ours(body):
            self._on_put(body, str(headers.get("user") or ""))
        elif not self._is_seen:
            self._is_seen = True
            self._on_seen()

    def _is_ours(self, body: bytes) -> bool:
        digest = hashlib.sha256(body).digest()
        with self._guard:
            self._ours[digest] -= 1
            return self._ours[digest] >= 0

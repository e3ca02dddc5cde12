"""The NHS 111 Adaptor, played: it publishes a report's bundle to the queue that the candidate consumes.

Source: NHS 111 Adaptor 2.0.0, queue `encounter-report`, AMQP 0-9-1, indented JSON, property messageId (interface sheet
nhs111-itk22, section 5). The broker is the supplier's, or the tester's: when it cannot be reached or takes nothing,
that is recorded as an error, and is the environment's.
Left out: AMQP 1.0, which the adaptor speaks by default; its SOAP side with what it refuses; its repeats.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from cpcs_harness.errors import HarnessError, UsageProblem
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.recorder import Side
from cpcs_harness.mockkit.sender import Channel, Sender, facts_of
from cpcs_harness.people.model import Report, Sent

from ..nhs111_fhir.sender import marks_of, nobody
from .bundle import bundle

SOURCE = "NHS 111 Adaptor 2.0.0, FHIR STU3 bundle on AMQP 0-9-1"
CHANNEL = Channel("adaptor", "amqp", Certainty.INFERRED, SOURCE)
SECONDS = 10.0
"""For the broker to take a connection; a heartbeat of as long ends one on which nothing moves any more."""
TAKEN = 200
"""Stands for the broker's confirmation, where other protocols have a status."""
DAMAGES = ("not-json", "no-patient", "unknown-recipient")


class Adaptor(Sender):
    """Publishes reports, and records each with what the broker said."""

    def unreachable(self, amqp_url: str, queue: str) -> str:
        """Log in to a broker, and make sure of a queue; gives what went wrong, or nothing."""
        return _at_queue(amqp_url, queue, lambda _pika, _channel: None)

    def publish(self, report: Report, amqp_url: str, queue: str, damage: str = "", variant: str = "") -> Sent:
        """Publish one report, whole or damaged; where no broker took it the status is 0."""
        body = message(report, self.world.clock.now(), damage)
        properties = properties_of(report)
        return self.sent(
            CHANNEL,
            "publish",
            # The broker's URL may hold a password of the supplier's: the queue's name has to do.
            Side({"method": "PUBLISH", "target": queue}, _headers(properties), body),
            lambda: _publish(amqp_url, queue, body, properties),
            self.owner([report.person.nhs_number], marks_of(report)),
            facts_of(report, variant, damage),
        )


def message(report: Report, now: datetime, damage: str = "") -> bytes:
    """Write the text of one message; a damage makes it one that nobody can take in."""
    if damage not in ("", *DAMAGES):
        raise HarnessError(f"a bundle cannot be damaged by {damage!r}; known: {', '.join(DAMAGES)}")
    if damage == "unknown-recipient":
        report = replace(report, premises=nobody(report.premises))
    written = bundle(report, now)
    if damage == "no-patient":
        entries = written["entry"]
        written["entry"] = [one for one in entries if one["resource"]["resourceType"] != "Patient"]
    body = json.dumps(written, ensure_ascii=False, indent=2).encode()
    return body[: len(body) // 2] if damage == "not-json" else body


def properties_of(report: Report) -> dict[str, Any]:
    """Give the message's properties; the adaptor's own is an application property, and is given besides."""
    return {
        "content_type": "text/plain",
        "content_encoding": "UTF-8",
        "delivery_mode": 2,
        "message_id": report.message_id,
        "headers": {"messageId": report.message_id},
    }


def _headers(properties: dict[str, Any]) -> list[tuple[str, str]]:
    flat = {name.replace("_", "-"): value for name, value in properties.items() if name != "headers"}
    return [(name, str(value)) for name, value in (flat | properties["headers"]).items()]


def _publish(amqp_url: str, queue: str, body: bytes, properties: dict[str, Any]) -> Side:
    """Publish to a queue by its name, and wait until the broker has confirmed it; gives that, or what went wrong."""

    def publish(pika: Any, channel: Any) -> None:
        channel.confirm_delivery()
        channel.basic_publish("", queue, body, pika.BasicProperties(**properties), mandatory=True)

    failed = _at_queue(amqp_url, queue, publish)
    return Side({"error": failed} if failed else {"status": TAKEN})


def _at_queue(amqp_url: str, queue: str, work: Callable[[Any, Any], None]) -> str:
    pika, failures = _client()
    try:
        parameters = pika.URLParameters(amqp_url)
    except Exception:  # noqa: BLE001 - it raises what parsing raises, whose words may hold the password
        return "the broker's address cannot be read"
    parameters.socket_timeout = parameters.stack_timeout = parameters.blocked_connection_timeout = SECONDS
    parameters.heartbeat = int(SECONDS)
    parameters.connection_attempts = 1
    try:
        with pika.BlockingConnection(parameters) as connection:
            _make_queue(pika, connection, queue)
            work(pika, connection.channel())
    except failures as failed:
        return f"the broker took nothing: {_why(failed)}"
    return ""


def _make_queue(pika: Any, connection: Any, queue: str) -> None:
    """Make the queue where there is none; one that is there keeps the arguments that its owner gave it."""
    try:
        connection.channel().queue_declare(queue, passive=True)
    except pika.exceptions.ChannelClosedByBroker as closed:
        if closed.reply_code != 404:
            raise
        connection.channel().queue_declare(queue, durable=True)


def _client() -> tuple[Any, tuple[type[Exception], ...]]:
    """Load the AMQP client, which is needed for this road only; gives it with all that it raises."""
    try:
        import pika
        from pika.adapters.utils.connection_workflow import AMQPConnectorException
        from pika.exceptions import AMQPError
    except ImportError as missing:
        raise UsageProblem("the played 111 Adaptor needs pika: pip install pika") from missing
    # It would write each failure to the terminal, traceback and all; what failed is in the evidence.
    logging.getLogger("pika").setLevel(logging.CRITICAL)
    return pika, (AMQPError, AMQPConnectorException, OSError)


def _why(failed: BaseException) -> str:
    """Give the words of the failure that is innermost: the client wraps one in another."""
    inner = next(
        (one for one in (getattr(failed, "exception", None), *failed.args) if _is_failure(one)), None
    )
    if inner is not None:
        return _why(inner)
    return f"{type(failed).__name__}: {failed}" if str(failed) else type(failed).__name__


def _is_failure(found: object) -> bool:
    return isinstance(found, BaseException)

"""The NHS 111 Adaptor as a publisher: a report's bundle goes to the queue that the candidate consumes.

Source: NHS 111 Adaptor 2.0.0, queue `encounter-report`, AMQP 0-9-1, indented JSON, property messageId (interface sheet
nhs111-itk22, section 5). When the broker cannot be reached or takes nothing, that is recorded as an error, and is the
environment's.
Left out: AMQP 1.0, which the adaptor speaks by default; its SOAP side with what it refuses; its repeats.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.events import QueueWatched
from cpcs_harness.evidence.recorder import Side
from cpcs_harness.mockkit.sender import FROM_CANDIDATE, Channel, Sender, facts_of
from cpcs_harness.mockkit.world import World
from cpcs_harness.people.model import Report, Sent

from ..nhs111_fhir.sender import SPOILED, marks_of, nobody
from .broker import Broker
from .bundle import bundle
from .firehose import Firehose

SOURCE = "NHS 111 Adaptor 2.0.0, FHIR STU3 bundle on AMQP 0-9-1"
CHANNEL = Channel("adaptor", "amqp", Certainty.INFERRED, SOURCE)
PUT = "put_by_others"
"""How what is not the adaptor's is recorded."""
TAKEN = 200
"""Stands for the broker's confirmation, where other protocols have a status."""
DAMAGES = (*SPOILED, "no-patient", "unknown-recipient")


class Adaptor(Sender):
    """Publishes reports, and records each with what the broker said, and what others put on the same queue."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._watched: dict[str, Firehose] = {}

    def publish(self, report: Report, broker: Broker, damage: str = "", variant: str = "") -> Sent:
        """Publish one report, whole or damaged; where no broker took it the status is 0."""
        body = message(report, self.world.clock.now(), damage)
        properties = properties_of(report)
        self._watching(broker).puts(body)
        return self.sent(
            CHANNEL,
            "publish",
            # The broker's URL may hold a password of the supplier's: the queue's name has to do.
            Side({"method": "PUBLISH", "target": broker.queue}, _headers(properties), body),
            lambda: _published(broker, body, properties),
            self.owner([report.person.nhs_number], marks_of(report)),
            facts_of(report, variant, damage),
        )

    def _watching(self, broker: Broker) -> Firehose:
        if broker.queue not in self._watched:
            log = self.world.recorder.log
            watched = Firehose(
                broker, partial(self._put_by_others, broker.queue), partial(self._seen, broker.queue)
            )
            self._watched[broker.queue] = watched
            watched.start(lambda: log.is_closed)
        return self._watched[broker.queue]

    def _seen(self, queue: str) -> None:
        with suppress(HarnessError):  # the run may have ended meanwhile
            self.world.recorder.write(QueueWatched(queue))

    def _put_by_others(self, queue: str, body: bytes, user: str) -> None:
        request = Side({"method": "PUBLISH", "target": queue, "user": user}, [], body)
        owner = self.owner([body.decode("utf-8", "replace")])
        with suppress(HarnessError):
            self.sent(CHANNEL, PUT, request, lambda: Side({}), owner, direction=FROM_CANDIDATE)


def message(report: Report, now: datetime, damage: str = "") -> bytes:
    """Write the text of one message; a damage makes it one that nobody can take in."""
    if damage not in ("", *DAMAGES):
        raise HarnessError(f"a bundle cannot be damaged by {damage!r}; known: {', '.join(DAMAGES)}")
    if damage == "unknown-recipient":
        report = replace(report, premises=nobody(report.premises))
    written = bundle(report, now)
    if damage == "no-patient":
        entries = written["entry"]
        written["entry"] = [entry for entry in entries if entry["resource"]["resourceType"] != "Patient"]
    body = json.dumps(written, ensure_ascii=False, indent=2).encode()
    return SPOILED[damage](body, report) if damage in SPOILED else body


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


def _published(broker: Broker, body: bytes, properties: dict[str, Any]) -> Side:
    failed = broker.publish(body, properties)
    return Side({"error": failed} if failed else {"status": TAKEN})

"""What is sent to a candidate by those who refer patients to it, or notify it: one place that records it.

Left out: what a candidate calls; `mockkit/mock.py` records that.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from cpcs_harness.drivers.http_call import NoAnswer, call
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.recorder import Exchange, Side
from cpcs_harness.mockkit.world import World
from cpcs_harness.people.model import GpReferral, Report, Sent
from cpcs_harness.people.plain import plain

TO_CANDIDATE, FROM_CANDIDATE = "to-candidate", "from-candidate"
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Channel:
    """A way to a candidate: the service and protocol that it is recorded as, and what its form rests on."""

    service: str
    protocol: str
    """http | smtp | mesh | amqp"""
    certainty: Certainty
    source: str


class Owner(NamedTuple):
    """The journey that a message belongs to (None: to be found in the message), and the rule that says so."""

    journey: str | None
    rule: str = ""


class Sender:
    """Sends by a channel, and records each message with what came back."""

    def __init__(self, world: World) -> None:
        self.world = world

    def owner(self, texts: Sequence[str], marks: Iterable[tuple[str, str]] = ()) -> Owner:
        """Find the journey of a message by texts of its plain data; what it is marked with leads there from now on.

        Marks are pairs of kind and text, as `Register.link` takes them.
        """
        owner = Owner(*self.world.register.match(texts))
        if owner.journey is not None:
            for kind, text in marks:
                self.world.register.link(kind, text, owner.journey)
        return owner

    def sent(
        self,
        channel: Channel,
        operation: str,
        request: Side,
        send: Callable[[], Side],
        owner: Owner,
        facts: Mapping[str, Any] = NOTHING,
        direction: str = TO_CANDIDATE,
    ) -> Sent:
        """Send a request by calling `send`, and record it with the response that this gives.

        The response has a `status` at its start, or where nothing came back an `error`, which counts as status 0.
        """
        started = time.monotonic()
        with self.world.tally.request(channel.service):
            response = send()
            exchange = Exchange(
                service=channel.service,
                operation=operation,
                protocol=channel.protocol,
                direction=direction,
                request=request,
                response=response,
                certainty=channel.certainty,
                source=channel.source,
                journey=owner.journey,
                rule=owner.rule,
                facts=dict(facts),
                elapsed_ms=(time.monotonic() - started) * 1000,
            )
            recorded = self.world.recorder.exchange(exchange)
        status, error = int(response.start.get("status", 0)), str(response.start.get("error", ""))
        return Sent(recorded, status, response.body, error)


def facts_of(message: Report | GpReferral, variant: str, damage: str) -> dict[str, Any]:
    """Give the facts that are recorded with a message: its plain data, its variant and its damage."""
    how = {"variant": variant, "damage": damage}
    if isinstance(message, GpReferral):
        return how | {"referral": plain(message)}
    return {"habits": message.habits, "sender": message.sender} | how | {"report": plain(message)}


def called(
    method: str, url: str, headers: Mapping[str, str], body: bytes, *, seconds: float, chunked: bool = False
) -> Side:
    """Call a candidate by HTTP; gives its answer, or the error where no whole answer came in so many seconds."""
    try:
        answer = call(method, url, seconds=seconds, headers=headers, body=body, chunked=chunked)
    except NoAnswer as failed:
        why = {"nobody_there": failed.nobody_there, "too_late": failed.too_late}
        return Side({"error": str(failed), **{name: True for name, holds in why.items() if holds}})
    return Side({"status": answer.status}, answer.headers, answer.body)

"""A cause, and the calls of a run as the search for causes sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cpcs_harness.evidence.events import (
    About,
    Environment,
    Event,
    Exchange,
    FaultPlanned,
    Issued,
    Observation,
)
from cpcs_harness.evidence.reader import Evidence

PROVISION, DECLARATION = "provision.json", "candidate.toml"
FROM_CANDIDATE, TO_CANDIDATE = "from-candidate", "to-candidate"
SELF_TEST = "self_test"
"""The action that tries each credential before a run."""
TROUBLE = frozenset({"failed", "unavailable", "error", "rejected"})
"""What the control API calls an action's outcome, or a part of it, that another system did not allow."""


@dataclass(frozen=True)
class Cause:
    """One thing from which many failures follow; kinds are data, and more may come."""

    id: str
    kind: str
    blame: str
    sentence: str
    key: str = ""
    file: str = ""
    events: tuple[str, ...] = ()
    """Ids of the events that show it."""
    services: frozenset[str] = frozenset()
    """The services that the candidate could not use because of it."""
    pharmacy: str = ""
    """The one pharmacy (ODS code) that it concerns; empty where it concerns all."""

    reaches_all: bool = False
    """Nothing in the run rests on firm ground while it lasts."""

    @property
    def told(self) -> str:
        """The sentence, with what to look at."""
        where = f" in {self.file}" if self.file and self.file != self.key else ""
        return f"{self.sentence} Look at {self.key}{where}." if self.key else self.sentence


@dataclass(frozen=True)
class Call:
    """One exchange by HTTP, mail or MESH, by the name of the port that it came to."""

    event: Event[Exchange]

    @property
    def id(self) -> str:
        """The exchange's id."""
        return self.event.id

    @property
    def service(self) -> str:
        """The service by the name of its port: mail is read at another one than it is sent to."""
        exchange = self.event.data
        return exchange.protocol if exchange.protocol == "imap" else exchange.service

    @property
    def accounts(self) -> str:
        """Where a call says for which account it is."""
        exchange = self.event.data
        said = (exchange.facts.get("account"), exchange.request.start.get("target"))
        return " ".join(str(part) for part in said if part).lower()


@dataclass(frozen=True)
class Recorded:
    """What a run recorded, as far as causes are looked for in it."""

    evidence: Evidence

    @cached_property
    def calls(self) -> Sequence[Call]:
        """The candidate's calls that no planned fault struck."""
        calls = [Call(event) for event in self.evidence.of(Exchange)]
        return [
            call
            for call in calls
            if call.event.data.direction == FROM_CANDIDATE and not call.event.data.fault
        ]

    @cached_property
    def sent(self) -> Sequence[Event[Exchange]]:
        """What was posted to the candidate."""
        return [
            event
            for event in self.evidence.of(Exchange)
            if event.data.direction == TO_CANDIDATE
            and event.data.protocol == "http"
            and event.data.request.start.get("method", "POST") == "POST"
        ]

    @cached_property
    def delivered(self) -> Sequence[Event[Exchange]]:
        """What was put into mailboxes of the candidate's, for it to collect."""
        return [
            event
            for event in self.evidence.of(Exchange)
            if event.data.direction == TO_CANDIDATE and event.data.protocol != "http"
        ]

    @cached_property
    def observations(self) -> Sequence[Event[Observation]]:
        """What the candidate answered to actions."""
        return self.evidence.of(Observation)

    @cached_property
    def environment(self) -> Mapping[str, Any]:
        """What the candidate was to be provisioned with."""
        return next((event.data.held for event in self.evidence.of(Environment)), {})

    @cached_property
    def settings(self) -> Mapping[str, Sequence[str]]:
        """The keys of provision.json that lead to each service that the candidate uses, by service."""
        held: Mapping[str, Sequence[str]] = self.environment.get("settings", {})
        return held

    @cached_property
    def asks(self) -> Mapping[str, Sequence[str]]:
        """The services that each action may have to ask."""
        held: Mapping[str, Sequence[str]] = self.environment.get("asked_by_actions", {})
        return held

    def asked_by(self, observed: Observation) -> Sequence[str]:
        """Give the services that an action may have had to ask, with the input that it had."""
        where: Mapping[str, Any] = self.environment.get("asked_by_inputs", {}).get(observed.action, {})
        for name, values in where.items():
            if observed.input.get(name) in values:
                return list(values[observed.input[name]])
        return self.asks.get(observed.action, ())

    @cached_property
    def in_trouble(self) -> Mapping[str, int]:
        """The journeys in which services were told to do something wrong, and from which event on."""
        since: dict[str, int] = {}
        for event in self.evidence.of(FaultPlanned):
            since.setdefault(str(event.journey), event.seq)
        return since

    @cached_property
    def pharmacies(self) -> Mapping[str, str]:
        """The pharmacy of each journey, by its ODS code."""
        return {
            str(event.journey): str(event.data.held.get("premises", {}).get("ods", ""))
            for event in self.evidence.of(Issued)
        }

    @cached_property
    def clock_offset(self) -> float:
        """By how many seconds the candidate's clock was before ours, where that was measured."""
        held = [event.data.held.get("clock_offset") for event in self.evidence.of(About)]
        return next((float(offset) for offset in held if isinstance(offset, (int, float))), 0.0)


_OF_MESSAGES = "collected"
"""What was collected tells what became of messages, not of the services that were asked."""


def tells_of_trouble(observed: Observation) -> bool:
    """Say whether an action failed, or shows something as failed or unavailable."""
    said = {key: value for key, value in observed.observation.items() if key != _OF_MESSAGES}
    return observed.status == "failed" or _holds_trouble(said, 3)


def _holds_trouble(shown: Any, depth: int) -> bool:
    if depth == 0:
        return False
    if isinstance(shown, Mapping):
        return any(
            value in TROUBLE if isinstance(value, str) else _holds_trouble(value, depth - 1)
            for value in shown.values()
        )
    if isinstance(shown, (list, tuple)):
        return any(_holds_trouble(value, depth - 1) for value in shown)
    return False

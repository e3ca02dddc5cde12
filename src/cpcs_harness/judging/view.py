"""The evidence as a check sees it: the journeys that its criterion needs, in one pathway, and the run's own calls."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from cpcs_harness.errors import NotShown
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.recorder import RUN, event_id
from cpcs_harness.formats.xml import read_xml
from cpcs_harness.times import seconds_of


class MessageView:
    """One half of an exchange."""

    def __init__(self, evidence: Evidence, side: Mapping[str, Any]) -> None:
        self._evidence = evidence
        self.start: Mapping[str, Any] = side["start"]
        self.headers: list[tuple[str, str]] = [(name, value) for name, value in side["headers"]]
        self._reference: dict[str, Any] = side["body"]

    def header(self, name: str) -> str | None:
        """Give a header's value; names are compared without case."""
        return next((value for found, value in self.headers if found.lower() == name.lower()), None)

    @property
    def method(self) -> str:
        """The HTTP method."""
        return str(self.start.get("method", ""))

    @property
    def target(self) -> str:
        """The path with its query, as it was sent."""
        return str(self.start.get("target", ""))

    @property
    def segments(self) -> list[str]:
        """The path's segments, percent-decoded; empty ones are kept."""
        return [unquote(part) for part in urlsplit(self.target).path.split("/")[1:]]

    @property
    def query(self) -> list[tuple[str, str]]:
        """The query's names and values, decoded."""
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)

    @property
    def status(self) -> int:
        """The HTTP status; 0 where there was no answer."""
        return int(self.start.get("status", 0))

    @cached_property
    def body(self) -> bytes:
        """The body, held against its SHA-256."""
        return self._evidence.body(self._reference)

    @cached_property
    def json(self) -> Any:
        """The body read as JSON; None when it is not."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    @cached_property
    def xml(self) -> Any:
        """The body read as XML, entities off; None when it is not well-formed or brings a DTD."""
        return read_xml(self.body)


class ExchangeView:
    """One exchange, and where it happened."""

    def __init__(self, evidence: Evidence, event: Mapping[str, Any]) -> None:
        data = event["data"]
        self.id = event_id(event)
        self.seq = int(event["seq"])
        self.at: str = event["at"]
        self.clock: str = event["clock"]
        self.journey: str | None = event["journey"]
        self.step: str | None = event["step"]
        self.service: str = data["service"]
        self.operation: str = data["operation"]
        self.direction: str = data["direction"]
        self.certainty = Certainty(data["certainty"])
        self.facts: Mapping[str, Any] = data["facts"]
        self.fault: str = data["fault"]
        self.elapsed_ms = float(data["elapsed_ms"])
        """Until the answer was ready, or whoever asked had left."""
        self.by_pack: Mapping[str, Any] | None = None
        """What the official schemas said of it, where they were given: problems of `request` and `response`."""
        self.request = MessageView(evidence, data["request"])
        self.response = MessageView(evidence, data["response"])

    @property
    def ended(self) -> float:
        """When the answer was ready, as seconds since 1970 of the machine's clock."""
        return seconds_of(self.at)

    @property
    def began(self) -> float:
        """When the request came; exchanges stand in the order in which they ended."""
        return self.ended - self.elapsed_ms / 1000

    @property
    def where(self) -> str:
        """Name the place for a message: journey, step, exchange, and what was called."""
        said = " ".join(str(self.request.start.get(key, "")) for key in ("method", "target")).strip()
        said = said or f"e-mail to {', '.join(self.request.start.get('rcpt_to', []))}"
        return f"{self.journey or 'no journey'}, {self.step or 'no step'}, exchange {self.id}: {said}"


class ObservationView:
    """What the candidate showed or answered to one action."""

    def __init__(self, event: Mapping[str, Any]) -> None:
        data = event["data"]
        self.id = event_id(event)
        self.seq = int(event["seq"])
        self.journey: str = event["journey"]
        self.step: str = event["step"]
        self.action: str = data["action"]
        self.actor: Mapping[str, str] = data["actor"]
        self.referral: str | None = data["referral"]
        self.about: str = data["about"]
        """Id of the document that the action was about, where the journey said so."""
        self.given: Mapping[str, Any] = data["input"]
        self.status: str = data["status"]
        self.told: str = data["reason"] or data["shown"] or ""
        self.shown: Mapping[str, Any] = data["observation"]

    @property
    def where(self) -> str:
        """Name the place for a message."""
        return f"{self.journey}, {self.step}, observation {self.id}: {self.action}"


@dataclass(frozen=True)
class JourneyView:
    """One journey: what it was issued, what passed, what was shown, and how it ended."""

    id: str
    pathway: str
    issued: Mapping[str, Any]
    ended: Mapping[str, Any]
    calls: Sequence[ExchangeView]
    seen: Sequence[ObservationView]
    also: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What was issued for further patients, by label."""
    explored: Mapping[str, Any] | None = None
    """What an exploration came to, where the journey is one."""
    held: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Demographics that the Spine was given to hold for this journey, by label, as last held."""
    care_records: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Summary Care Records that the Spine was given to hold for this journey, by label, as last held."""
    looked_at: list[str] = field(default_factory=list)
    """The view's note of what a check has looked at, which all its journeys share."""

    @property
    def person(self) -> Mapping[str, Any]:
        """The patient that the journey was issued."""
        return self.issued["person"]  # type: ignore[no-any-return]  # plain JSON

    @property
    def report(self) -> Mapping[str, Any]:
        """The NHS 111 report that was sent, in plain data."""
        return self.issued["report"]  # type: ignore[no-any-return]  # plain JSON

    def exchanges(
        self, service: str, operation: str | None = None, *, at_least: int = 1
    ) -> list[ExchangeView]:
        """Give this journey's exchanges with a service; too few is NotShown."""
        found = [
            call for call in self.calls if call.service == service and operation in (None, call.operation)
        ]
        _enough(found, f"{service} {operation or 'call'}", f"journey {self.id}", at_least, self._why())
        self.looked_at.extend(call.id for call in found)
        return found

    def sent(self, service: str, operation: str | None = None, *, at_least: int = 1) -> list[ExchangeView]:
        """Give what was sent to the candidate, with what the harness planted in it among the facts."""
        found = [
            call
            for call in self.calls
            if call.service == service
            and operation in (None, call.operation)
            and call.direction == "to-candidate"
        ]
        _enough(
            found, f"{service} {operation or 'message'} sent", f"journey {self.id}", at_least, self._why()
        )
        self.looked_at.extend(call.id for call in found)
        return found

    def shown_of(self, document_id: str, action: str = "open_referral") -> list[ObservationView]:
        """Give what every `done` action about a document showed, in order; none is an empty list."""
        found = [
            seen
            for seen in self.seen
            if seen.about == document_id and seen.action == action and seen.status == "done"
        ]
        self.looked_at.extend(one.id for one in found)
        return found

    def observations(self, action: str, *, at_least: int = 1) -> list[ObservationView]:
        """Give what was shown to every `done` action of that name; too few is NotShown."""
        found = [seen for seen in self.seen if seen.action == action and seen.status == "done"]
        last = next((seen for seen in reversed(self.seen) if seen.action == action), None)
        why = f"; {action} ended {last.status}: {last.told}" if last is not None else self._why()
        _enough(found, f"answered {action}", f"journey {self.id}", at_least, why)
        self.looked_at.extend(one.id for one in found)
        return found

    def observation(self, action: str) -> ObservationView:
        """Give what the last `done` action of that name showed."""
        return self.observations(action)[-1]

    def attempts(self, action: str, *, at_least: int = 1) -> list[ObservationView]:
        """Give every action of that name that was answered, however it ended."""
        answered = ("done", "refused", "failed")
        found = [seen for seen in self.seen if seen.action == action and seen.status in answered]
        _enough(found, f"attempted {action}", f"journey {self.id}", at_least, self._why())
        self.looked_at.extend(one.id for one in found)
        return found

    def _why(self) -> str:
        reason = self.ended.get("reason")
        return f"; the journey stopped: {reason}" if reason else ""


class Views:
    """A run's evidence as views, made once: checks share what has been read and parsed."""

    def __init__(self, evidence: Evidence) -> None:
        calls = [ExchangeView(evidence, event) for event in evidence.of_kind("exchange")]
        self.calls = [call for call in calls if call.direction != "of-harness"]
        said = {one["data"]["exchange"]: one["data"] for one in evidence.of_kind("schemas_judged")}
        for call in self.calls:
            call.by_pack = said.get(call.id)
        self.environment: Mapping[str, Any] | None = next(
            (event["data"] for event in evidence.of_kind("environment")), None
        )
        self.issued = {event["journey"]: event["data"] for event in evidence.of_kind("issued")}
        self.also: dict[str, dict[str, Any]] = defaultdict(dict)
        for event in evidence.of_kind("issued_also"):
            self.also[event["journey"]][event["data"]["label"]] = event["data"]
        self.explored = {event["journey"]: event["data"] for event in evidence.of_kind("explored")}
        self.held: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
        for event in evidence.of_kind("held"):
            data = event["data"]
            self.held[event["journey"], data["kind"]][data["label"]] = data["record"]
        self.ended = {event["journey"]: event["data"] for event in evidence.of_kind("journey_ended")}
        self._calls = _by_journey(self.calls)
        self._seen = _by_journey(ObservationView(event) for event in evidence.of_kind("observation"))

    def journey(self, name: str, looked_at: list[str]) -> JourneyView:
        """Give one journey that was run."""
        issued = self.issued[name]
        ended = self.ended.get(name, _CUT_OFF)
        calls, seen = self._calls.get(name, []), self._seen.get(name, [])
        also = self.also.get(name, {})
        return JourneyView(
            name,
            issued["pathway"],
            issued,
            ended,
            calls,
            seen,
            also,
            self.explored.get(name),
            self.held.get((name, "demographics"), {}),
            self.held.get((name, "care_record"), {}),
            looked_at,
        )


@dataclass
class EvidenceView:
    """What one check may look at; it keeps note of what was looked at."""

    views: Views
    pathway: str
    needed: Sequence[str]
    looked_at: list[str] = field(default_factory=list)

    @cached_property
    def journeys(self) -> list[JourneyView]:
        """The needed journeys of the pathway; NotShown when one of them was not run."""
        missing = [name for name in self.needed if name not in self.views.issued]
        if missing or not self.needed:
            raise NotShown(f"journey {', '.join(missing) or '(none)'} was not run", blame="configuration")
        return [self.views.journey(name, self.looked_at) for name in self.needed]

    @property
    def environment(self) -> Mapping[str, Any]:
        """What the candidate was provisioned with: premises, public keys, throw-away credentials, addresses."""
        if self.views.environment is None:
            raise NotShown("the run ended before the mocks were up", blame="harness")
        return self.views.environment

    def exchanges(
        self, service: str, operation: str | None = None, *, at_least: int = 1
    ) -> list[ExchangeView]:
        """Give the exchanges of the needed journeys with a service; each journey must have so many."""
        return [
            call for one in self.journeys for call in one.exchanges(service, operation, at_least=at_least)
        ]

    def of_run(self, service: str, operation: str | None = None, *, at_least: int = 1) -> list[ExchangeView]:
        """Give a service's exchanges of the whole run, whoever's they are, in order: tokens, polls, identifiers."""
        self.journeys  # noqa: B018 - a criterion whose journeys were not run has nothing to stand on
        calls = self.views.calls
        found = [call for call in calls if call.service == service and operation in (None, call.operation)]
        _enough(found, f"{service} {operation or 'call'}", "the run", at_least, "")
        self.looked_at += [call.id for call in found]
        return found

    def each(self) -> Iterator[JourneyView]:
        """Go through the needed journeys one by one."""
        yield from self.journeys


_CUT_OFF = {"status": "interrupted", "reason": "the run was cut off", "blame": "environment"}

V = TypeVar("V", ExchangeView, ObservationView)


def _by_journey(views: Iterable[V]) -> dict[str, list[V]]:
    found: dict[str, list[V]] = defaultdict(list)
    for view in views:
        if view.journey is not None:
            found[view.journey].append(view)
    return dict(found)


def _enough(found: Sequence[Any], what: str, where: str, at_least: int, why: str) -> None:
    if len(found) < at_least:
        raise NotShown(f"{where} has {len(found)} {what}, and {at_least} are needed{why}")


__all__ = ["RUN", "EvidenceView", "ExchangeView", "JourneyView", "MessageView", "ObservationView", "Views"]

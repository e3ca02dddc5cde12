"""Turns what passes between candidate and harness into events: exchanges and observations."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from cpcs_harness.evidence import events
from cpcs_harness.evidence.bodies import keep
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.guard import Guard, masked_data
from cpcs_harness.evidence.log import Log
from cpcs_harness.evidence.numbers.found import Found, together
from cpcs_harness.evidence.numbers.masked import masked_bytes, masked_text
from cpcs_harness.evidence.parts import Store
from cpcs_harness.evidence.register import Register, why_unmatched
from cpcs_harness.evidence.slices import decoded
from cpcs_harness.records import as_json, is_plain

SMALL = 64 * 1024
"""Bytes up to which bodies are screened and kept where the log is written; larger ones take it too long."""
BEHIND = 8 * 1024 * 1024
"""Bytes that may wait there; whoever records more does that work."""
LEAST = 2 * 1024
"""Bytes that an exchange takes while it waits, without its bodies."""
RUN = "run"
"""Stands where a journey would, for calls that belong to the whole run: tokens, polls, handshakes."""


class Side(NamedTuple):
    """One half of an exchange: what was said first (method and target, status, envelope), headers and body."""

    start: Mapping[str, Any]
    headers: Sequence[tuple[str, str]] = ()
    body: bytes = b""

    @property
    def media(self) -> str:
        """The media type that the headers name, or nothing."""
        return self.header("content-type")

    def header(self, wanted: str) -> str:
        """Give the first header of a name, or nothing."""
        return next((value for name, value in self.headers if name.lower() == wanted), "")

    @property
    def head(self) -> Iterator[tuple[str, str]]:
        """All that it says before its body: names and values."""
        for name, value in (*self.start.items(), *self.headers):
            yield name, str(value)


@dataclass(frozen=True)
class Counts:
    """What mocks and senders counted by themselves, by service."""

    taken: Mapping[str, int]
    """Requests that were answered, or left without an answer on purpose, and messages that were sent."""
    under_way: Mapping[str, int]
    """Those that were begun, and may have been written down or not."""


class Exchange(NamedTuple):
    """One request and its response, one e-mail, or one MESH message, as it passed."""

    service: str
    operation: str
    protocol: str
    """http | smtp | imap | mesh | amqp"""
    direction: str
    """from-candidate | to-candidate | of-harness (the mock practice at the mock MESH)"""
    request: Side
    response: Side
    certainty: Certainty
    """How sure the answer is, which a mock of ours gave."""
    source: str
    journey: str | None = None
    rule: str = ""
    """What tied it to the journey."""
    fault: str = ""
    facts: Mapping[str, Any] | None = None
    """What the mock alone can know: the TLS version, the authenticated account."""
    elapsed_ms: float = 0.0
    nobodys_by: int | None = None
    """How many marks there were when none of them was found in it."""


class Recorder:
    """Ties each exchange to its journey, screens it for real NHS numbers, and writes it down."""

    def __init__(
        self, folder: Path, register: Register, guard: Guard | None = None, *, beside: bool = False
    ) -> None:
        """Begin the log, which a process of its own writes where `beside` says so."""
        self.guard = guard or Guard()
        self.log = Log(folder, self.guard, beside=beside)
        self.register = register
        self._served: Counter[str] = Counter()
        self._written: Counter[str] = Counter()
        self._counting = threading.RLock()

    def exchange(self, exchange: Exchange) -> str:
        """Write one exchange; gives its id.

        What is small is screened and kept where the log is written, so that whoever answers a candidate does not wait
        for a disk; a number that may be a real person's is told a moment after the call.
        """
        journey, rule = self._owner(exchange)
        facts = as_json(exchange.facts) if exchange.facts else {}  # not later: they may be altered by then
        is_whole = exchange.facts is None and (exchange.journey, exchange.rule) == (journey, rule)
        owned = exchange if is_whole else exchange._replace(journey=journey, rule=rule, facts=facts)
        data = partial(_data, owned)
        # That in which it was asked: what is answered late, or given up, may be written down in the next.
        step = self.register.step_of(journey, exchange.elapsed_ms / 1000) if journey else None
        size = LEAST + len(exchange.request.body) + len(exchange.response.body)
        can_wait = size <= SMALL and self.log.behind < BEHIND
        made = data if can_wait else data(self.guard, self.log.keep)
        with self._counting:
            seq = self.log.write(
                events.Exchange.kind, made, journey=journey, step=step, size=size if can_wait else 0
            )
            self._served[exchange.service] += 1
        return _named(events.Exchange.kind, seq)

    def write_counts(self, counted: Callable[[], Counts]) -> None:
        """Write how many exchanges were written before, by service, and what mocks have counted by themselves."""
        with self._counting:  # what is begun from here on is written after it
            counts = counted()
            written = dict(self._written)
            self.write(events.Served(dict(self._served), counts.taken, counts.under_way, written))

    def write(self, data: events.Kind, *, journey: str | None = None, step: str | None = None) -> str:
        """Write one event that is not an exchange, screened; gives its id."""
        later = partial(_screened, data, journey)
        made = later if is_plain(data) else later(self.guard, self.log.keep)
        with self._counting:
            seq = self.log.write(data.kind, made, journey=journey, step=step)
            self._written[data.kind] += 1
        return _named(data.kind, seq)

    def _owner(self, exchange: Exchange) -> tuple[str | None, str]:
        if exchange.journey is not None:
            return exchange.journey, exchange.rule or "said by the mock"
        if exchange.nobodys_by == self.register.count:
            return None, ""
        return self.register.match(_texts(exchange))


def _data(exchange: Exchange, guard: Guard, store: Store) -> dict[str, Any]:
    facts = exchange.facts or {}
    found = _numbers_in(exchange, facts, guard)
    guard.report(found, exchange.journey)
    data = events.Exchange(
        service=exchange.service,
        operation=exchange.operation,
        protocol=exchange.protocol,
        direction=exchange.direction,
        request=_message(exchange.request, found, store),
        response=_message(exchange.response, found, store),
        certainty=exchange.certainty,
        source=exchange.source,
        rule=exchange.rule,
        fault=exchange.fault,
        facts=masked_data(facts, found) if found.all else facts,
        elapsed_ms=round(exchange.elapsed_ms, 1),
        unmatched=why_unmatched(_texts(exchange)) if exchange.journey is None else None,
    )
    return data.as_json()


def _numbers_in(exchange: Exchange, facts: Mapping[str, Any], guard: Guard) -> Found:
    """Give the numbers that may be real of a whole exchange: one that is labelled in one place is masked in all."""
    theirs = _of_candidate(exchange)
    found = [guard.look_at_data(facts)]
    for side in (exchange.request, exchange.response):
        found.append(guard.look_at_head(side.head, is_theirs=side is theirs))
        if side.body:
            packed = side.header("content-encoding")
            found.append(guard.look_through(side.body, side.media, packed, is_theirs=side is theirs))
    return together(found)


def _of_candidate(exchange: Exchange) -> Side:
    return exchange.response if exchange.direction == "to-candidate" else exchange.request


def _message(side: Side, found: Found, store: Store) -> events.Message:
    start, headers, body = side.start, tuple(side.headers), side.body
    if numbers := found.all:
        start = masked_data(start, found)
        headers = tuple((name, masked_text(value, numbers)) for name, value in headers)
        body = masked_bytes(body, numbers, side.media, side.header("content-encoding")) if body else b""
    return events.Message(start, headers, keep(body, side.media, store))


def _texts(exchange: Exchange) -> list[str]:
    parts = [" ".join(str(value) for value in exchange.request.start.values())]
    parts += [value for _, value in exchange.request.headers]
    parts.append(decoded(exchange.request.body, "replace"))
    return parts


def _screened(data: events.Kind, journey: str | None, guard: Guard, _store: Store) -> dict[str, Any]:
    return guard.screen_event(data.as_json(), journey)


def event_id(event: Mapping[str, Any]) -> str:
    """Name an event by its kind's first letter and its number, as reports and messages do."""
    return _named(str(event["kind"]), event["seq"])


def _named(kind: str, seq: int) -> str:
    return f"{kind[0]}{seq}"

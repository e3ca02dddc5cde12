"""One exchange as a check sees it: request and response, decoded, and where it happened."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, unquote

from cpcs_harness.evidence import events
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.formats.xml import read_xml
from cpcs_harness.judging.views.reading import Readable
from cpcs_harness.judging.views.screens import note_asked, note_told
from cpcs_harness.times import seconds_of


class MessageView:
    """One half of an exchange."""

    def __init__(self, evidence: Evidence, message: events.Message) -> None:
        self._evidence, self._reference = evidence, message.body
        self.start: Mapping[str, Any] = message.start
        self.headers: Sequence[tuple[str, str]] = message.headers

    def header(self, name: str) -> str | None:
        """Give a header's value, the first of several; names are compared without case."""
        return self._first.get(name.lower())

    @cached_property
    def _first(self) -> Mapping[str, str]:
        return {name.lower(): value for name, value in reversed(self.headers)}

    @property
    def method(self) -> str:
        """The HTTP method."""
        return str(self.start.get("method", ""))

    @property
    def target(self) -> str:
        """The path with its query, as it was sent."""
        return str(self.start.get("target", ""))

    # A target is split by hand: urlsplit takes `//[x` for a host, and breaks on it.

    @cached_property
    def segments(self) -> list[str]:
        """The path's segments, percent-decoded; empty ones are kept."""
        return [unquote(part) for part in self.target.partition("?")[0].split("/")[1:]]

    @cached_property
    def query(self) -> list[tuple[str, str]]:
        """The query's names and values, decoded."""
        return parse_qsl(self.target.partition("?")[2], keep_blank_values=True)

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


_UNSEEN = events.Message({}, (), events.BodyReference(hashlib.sha256().hexdigest(), 0))


class ExchangeView(Readable):
    """One exchange, and where it happened."""

    def __init__(
        self,
        evidence: Evidence,
        event: events.Event[events.Exchange],
        by_pack: events.SchemasJudged | None = None,
        *,
        gone: bool = False,
    ) -> None:
        exchange = event.data
        self.id, self.seq, self.at, self.clock = event.id, event.seq, event.at, event.clock
        self.journey, self.step = event.journey, event.step
        self.service, self.operation = exchange.service, exchange.operation
        self.direction = exchange.direction
        self.certainty, self._facts, self.fault = exchange.certainty, exchange.facts, exchange.fault
        self.elapsed_ms = float(exchange.elapsed_ms)
        """Until the answer was ready, or whoever asked had left."""
        self.by_pack: Mapping[str, Any] | None = by_pack.as_json() if by_pack else None
        """What the official schemas said of it, where they were given: problems of `request` and `response`."""
        self._request = MessageView(evidence, exchange.request)
        self.gone = gone
        """Whoever asked had left before the answer was written: what they saw is no answer at all."""
        self._response = MessageView(evidence, _UNSEEN if gone else exchange.response)

    @property
    def request(self) -> MessageView:
        """What was asked, or sent; whoever takes it has read it."""
        note_asked(self.id)
        return self._request

    @property
    def response(self) -> MessageView:
        """What was answered; whoever takes it has read it."""
        note_told(self.id)
        return self._response

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the mock knew of it; of what was sent to the candidate, what it says."""
        note_asked(self.id)
        return self._facts

    def sorted_by(self, fact: str) -> Any:
        """Give one fact by which calls are told apart before anybody has read them; None where it has none."""
        return self._facts.get(fact)

    @property
    def is_unanswered(self) -> bool:
        """Whether something was sent to the candidate, and no whole answer came back."""
        return self.direction == "to-candidate" and self._response.status == 0

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
        said = " ".join(str(self._request.start.get(key, "")) for key in ("method", "target")).strip()
        said = said or f"e-mail to {', '.join(self._request.start.get('rcpt_to', []))}"
        whose = "the run as a whole" if self.journey == "run" else self.journey or "no one journey"
        return ", ".join(filter(None, [whose, self.step, f"exchange {self.id}: {said}"]))

"""One journey as a check sees it: what it was issued, what passed, what was shown, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cpcs_harness.errors import NotShown
from cpcs_harness.judging.views.artefact import ArtefactView
from cpcs_harness.judging.views.exchange import ExchangeView
from cpcs_harness.judging.views.observation import ObservationView
from cpcs_harness.profiles import Profiles


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
    profiles: Profiles = field(default_factory=Profiles)
    """What no public document states, as it was played."""
    looked_at: list[str] = field(default_factory=list)
    """The view's note of what a check has looked at, which all its journeys share."""
    artefacts: Sequence[ArtefactView] = ()
    """The files that came with its observations."""
    document: str = ""
    """The one report that is looked at by itself; empty for all that were sent."""

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
        must_have(found, f"{service} {operation or 'call'}", f"journey {self.id}", at_least, self._why())
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
        must_have(
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
        self.looked_at.extend(seen.id for seen in found)
        return found

    def observations(self, action: str, *, at_least: int = 1) -> list[ObservationView]:
        """Give what was shown to every `done` action of that name; too few is NotShown."""
        found = [seen for seen in self.seen if seen.action == action and seen.status == "done"]
        last = next((seen for seen in reversed(self.seen) if seen.action == action), None)
        why = f"; {action} ended {last.end}" if last is not None else self._why()
        must_have(found, f"answered {action}", f"journey {self.id}", at_least, why)
        self.looked_at.extend(seen.id for seen in found)
        return found

    def observation(self, action: str) -> ObservationView:
        """Give what the last `done` action of that name showed."""
        return self.observations(action)[-1]

    def artefacts_of(self, seen: ObservationView) -> list[ArtefactView]:
        """Give the files that came with an observation, in order; none is an empty list."""
        found = [artefact for artefact in self.artefacts if artefact.observation == seen.id]
        self.looked_at.extend(artefact.id for artefact in found)
        return found

    def attempts(self, action: str, *, at_least: int = 1) -> list[ObservationView]:
        """Give every action of that name that was answered, however it ended."""
        answered = ("done", "refused", "failed")
        found = [seen for seen in self.seen if seen.action == action and seen.status in answered]
        must_have(found, f"attempted {action}", f"journey {self.id}", at_least, self._why())
        self.looked_at.extend(seen.id for seen in found)
        return found

    def _why(self) -> str:
        reason = self.ended.get("reason")
        return f"; the journey stopped: {reason}" if reason else ""


def must_have(found: Sequence[Any], what: str, where: str, at_least: int, why: str) -> None:
    """Raise NotShown, saying where and why, for fewer than are needed."""
    if len(found) < at_least:
        raise NotShown(f"{where} has {len(found)} {what}, and {at_least} are needed{why}")

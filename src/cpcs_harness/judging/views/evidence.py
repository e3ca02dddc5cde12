"""What one check may look at: the journeys that its criterion needs, in one pathway, and the run's own calls."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from cpcs_harness.errors import NotShown
from cpcs_harness.formats.dmd.concept import Concept
from cpcs_harness.judging.views.exchange import ExchangeView
from cpcs_harness.judging.views.journey import JourneyView, must_have
from cpcs_harness.judging.views.run import RunView
from cpcs_harness.judging.views.screens import Read
from cpcs_harness.profiles import Profile

ACCESS_MODE = "access_mode"
"""The fact by which a mock says in which access mode an exchange came."""


@dataclass
class EvidenceView:
    """What one check may look at; it keeps note of what was looked at."""

    views: RunView
    pathway: str
    needed: Sequence[str]
    looked_at: list[str] = field(default_factory=list)
    mode: str = ""
    """The one of several ways, such as an access mode, that is judged here by itself; empty for all together."""
    modes: Sequence[str] = ()
    """All of these ways, each judged by itself."""
    document: str = ""
    """The one report that is looked at by itself; empty for all that was sent."""
    only: Sequence[ExchangeView] | None = None
    """What passed of one patient, where a check that goes by the run is judged of them by themselves; None for all."""
    goes_by_run: bool = False
    """The check has asked for what passed in the whole run."""

    @cached_property
    def journeys(self) -> list[JourneyView]:
        """Those of the needed journeys that were run; NotShown when none of them was.

        A criterion that passes on some of them is not shown all the same: that is for the roll-up to say.
        """
        run = [name for name in self.needed if name in self.views.issued]
        if not run:
            needed = ", ".join(self.needed) or "(none)"
            raise NotShown(f"journey {needed} was not run", blame="configuration")
        return [self._in_mode(self.views.journey(name, self.looked_at)) for name in run]

    def _in_mode(self, journey: JourneyView) -> JourneyView:
        """Give what came of a journey in this mode; NotShown where all that has a mode came in another."""
        if not self.mode:
            return journey
        calls = self._of_mode(journey.calls)
        if len(calls) < len(journey.calls) and all(
            call.sorted_by(ACCESS_MODE) != self.mode for call in calls
        ):
            raise NotShown(f"journey {journey.id}: nothing was asked in mode {self.mode}, only in another")
        return replace(journey, calls=calls)

    def _of_mode(self, calls: Sequence[ExchangeView]) -> Sequence[ExchangeView]:
        """Leave out what came in another mode; what is of no mode is there in each."""
        others = set(self.modes) - {self.mode}
        return [call for call in calls if call.sorted_by(ACCESS_MODE) not in others] if others else calls

    def one_by_one(self) -> list[EvidenceView]:
        """Give a view of each journey by itself that was run; none where there is only one anyway."""
        run = [name for name in self.needed if name in self.views.issued]
        return [replace(self, needed=[name], looked_at=[]) for name in run] if len(run) > 1 else []

    def about(self, journey: str, document: str, of_others: Collection[str] = ()) -> EvidenceView:
        """Give a view of one report of one journey by itself."""
        views = self.views.about(journey, document, of_others)
        return replace(self, needed=[journey], looked_at=[], views=views, document=document)

    def without(self, journey: str, events: Collection[str], look: str) -> EvidenceView:
        """Give a view of one look of one journey by itself: the events of others were not."""
        views = self.views.without(journey, events, look)
        return replace(self, needed=[journey], looked_at=[], views=views, document=look)

    def of_patient(self, calls: Sequence[ExchangeView]) -> EvidenceView:
        """Give a view of what passed of one patient, in a run of which all else is known."""
        return replace(self, looked_at=[], only=calls)

    def all_together(self) -> None:
        """Raise NotShown where one patient is looked at by themselves: some checks hold several against each other."""
        if self.document or self.only is not None:
            raise NotShown("it is judged by all patients together", blame="harness")

    def profile(self, name: str) -> Profile:
        """Give the profile by which the run was played, and is judged."""
        return self.views.profiles[name]

    @property
    def dmd(self) -> Sequence[Concept]:
        """What the release of dm+d has of the codes that were sent, where one was given; none where not."""
        return self.views.dmd

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
            call
            for journey in self.journeys
            for call in journey.exchanges(service, operation, at_least=at_least)
        ]

    def of_run(self, service: str, operation: str | None = None, *, at_least: int = 1) -> list[ExchangeView]:
        """Give a service's exchanges of the whole run, whoever's they are, in order: tokens, polls, identifiers."""
        self.journeys  # noqa: B018 - a criterion whose journeys were not run has nothing to stand on
        self.goes_by_run = True
        if self.only is None:
            self.all_together()
        calls = self._of_mode(self.views.calls if self.only is None else self.only)
        found = [call for call in calls if call.service == service and operation in (None, call.operation)]
        must_have(found, f"{service} {operation or 'call'}", "the run", at_least, "")
        self.looked_at += [call.id for call in found]
        return found

    def unread(self, read: Read) -> tuple[list[str], list[str]]:
        """Give of what was looked at what a check has passed over, and calls of which it knows only what was asked.

        Where it has read none of a journey's calls of a service, or actions of a kind, it has counted them: that is
        looking at each. What all of the run comes to is of each event that it says it is of.
        """
        if read.goes_by_run:
            return [], []
        kinds = self.views.kinds
        looked_at = [id for id in dict.fromkeys(self.looked_at) if id in kinds]
        known = read.told.union(read.asked)
        chosen = {kinds[id] for id in looked_at if id in known}
        over = [id for id in looked_at if id not in known and kinds[id] in chosen]
        return over, [id for id in looked_at if id in read.asked and id not in read.told]

    def was_done(self, action: str, after: int, before: int) -> bool:
        """Say whether the candidate did something between two events, in whatever journey: a restart is everybody's."""
        return any(after < seq < before and done == action for seq, done in self.views.acts)

    def each(self) -> Iterator[JourneyView]:
        """Go through the needed journeys one by one."""
        yield from self.journeys

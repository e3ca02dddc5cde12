"""Judges a recorded run again with one view changed, by the checks that look at it."""

from __future__ import annotations

import importlib
import inspect
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from cpcs_harness._content import ROOT
from cpcs_harness._content.conformance.account._consultations import practice_addresses
from cpcs_harness._content.conformance.account._known import journeys_of_practices
from cpcs_harness.catalogue import Catalogue, load_catalogue
from cpcs_harness.catalogue.needs import journeys_looked_at
from cpcs_harness.errors import NotApplicable, NotMet, NotShown
from cpcs_harness.evidence.attempts import planned
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.judging.account import Account, Ledger
from cpcs_harness.judging.account.attribution import owners
from cpcs_harness.judging.views import EvidenceView, ExchangeView, RunView
from mutations.said import View

if TYPE_CHECKING:
    from mutations.mutation import Mutation

WHOLE = "ACC"
"""Criteria that look at all that a run has: they take the longest."""
INSTANCES = 2
"""Messages in which a thing is changed, each by itself."""
MORE = 4
"""As many, where criteria are known that name it: not all that they look at is what they are about."""
KEPT = (journeys_of_practices, practice_addresses)
"""What is read of a run, but of nothing that the candidate said."""


@dataclass(frozen=True)
class Turn:
    """One check of one criterion, in one pathway and one mode."""

    criterion: str
    check: Callable[[EvidenceView], None]
    pathway: str
    mode: str
    modes: tuple[str, ...]
    needed: tuple[str, ...]


def all_checks() -> Iterator[tuple[str, Callable[[EvidenceView], None]]]:
    """Give every check of the suites, with the criterion that it judges."""
    for path in sorted((ROOT / "conformance").rglob("test_*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        module = importlib.import_module(f"cpcs_harness._content.{name}")
        for _, check in inspect.getmembers(module, inspect.isfunction):
            for mark in getattr(check, "pytestmark", ()):
                if mark.name == "criterion":
                    yield mark.args[0], check


def turns(catalogue: Catalogue) -> Iterator[Turn]:
    """Give each check as it is run in an assessment."""
    journeys = {name: journey.pathway for name, journey in all_journeys(catalogue.suites).items()}
    for criterion, check in all_checks():
        for pathway in catalogue.pathways_of(criterion):
            modes = tuple(catalogue.modes_of(criterion, pathway))
            for mode in modes:
                needed = journeys_looked_at(catalogue, criterion, pathway, journeys, mode)
                yield Turn(criterion, check, pathway, mode, modes, tuple(needed))


class Judged:
    """A recorded run, what each check says of it, and what it says once one view is another."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence, catalogue = evidence, load_catalogue()
        self.run = RunView(evidence, traffic=catalogue.traffic, owners=owners)
        self.turns = list(turns(catalogue))
        self._noticing = Counter[str]()
        self._said: dict[tuple[int, str | None], str] = {}
        self._runs: dict[str | None, RunView] = {}
        self.views: dict[str, View] = {
            view.id: view for view in (*self.run.calls, *(view for view in self.run.seen if view.journey))
        }

    @cached_property
    def _first(self) -> list[tuple[str, frozenset[str]]]:
        """What each turn says of the run as it was, and what it looked at for that."""
        return [self._say(turn, self.run) for turn in self.turns]

    @cached_property
    def _looking(self) -> dict[str, list[int]]:
        found = defaultdict(list)
        for number, (_, looked_at) in enumerate(self._first):
            for name in looked_at:
                found[name].append(number)
        return dict(found)

    def view(self, turn: Turn, run: RunView | None = None) -> EvidenceView:
        """Give what a turn looks at, of the run as it was or of another."""
        return EvidenceView(run or self.run, turn.pathway, turn.needed, mode=turn.mode, modes=turn.modes)

    def _say(self, turn: Turn, run: RunView) -> tuple[str, frozenset[str]]:
        view = self.view(turn, run)
        said = verdict(turn.check, view)
        if said == "not shown":
            for single in view.one_by_one():
                if verdict(turn.check, single) == "fail":
                    return "fail", frozenset((*view.looked_at, *single.looked_at))
        return said, frozenset(view.looked_at)

    def looked_at(self, view: View) -> int:
        """Count the checks that look at a view."""
        return len(self._looking.get(view.id, ()))

    def criteria_at(self, view: View) -> set[str]:
        """Give the criteria of the checks that look at a view."""
        return {self.turns[number].criterion for number in self._looking.get(view.id, ())}

    def own_of(self, view: View) -> tuple[str, ...]:
        """Give what stands for the patient of a view's journey."""
        issued = self.run.issued.get(view.journey)
        return (issued["report"]["case_reference"], issued["person"]["nhs_number"]) if issued else ()

    def length_of(self, journey: str | None) -> int:
        """Count the calls of a journey."""
        return len(self.run.calls_of(journey))

    def noticed(self, mutation: Mutation, naming: Collection[str] = ()) -> str | None:
        """Name a criterion that notices a mutation in one of its messages; None where it cannot be made.

        `naming` are criteria that are asked first, of messages at which they look, and in the end of the whole run.
        """
        first = mutation.made(lambda view: bool(self.criteria_at(view) & set(naming)))
        made = list(islice(first, MORE if naming else INSTANCES))
        if not made:
            return None
        found = (self.noticed_by(view, naming) for view in made)
        whole = (self.noticed_in_all(view, naming) for view in made)
        return next(filter(None, chain(found, whole)), "")

    def noticed_by(self, view: View, first: Collection[str] = ()) -> str:
        """Name a criterion that says otherwise once this view is there in place of the one of its id.

        Judged by the view's own journey alone, which takes a hundredth of the time.
        """
        run = self._with(view, self._alone(view.journey))
        for number in sorted(self._looking.get(view.id, ()), key=lambda at: self._due(at, first)):
            turn = self.turns[number]
            said = self._say(_in(turn, view.journey), run)[0]
            if said != self._before(number, view.journey):
                self._noticing[turn.criterion] += 1
                return f"{turn.criterion} {said}"
        return ""

    def _due(self, number: int, first: Collection[str]) -> tuple[bool, bool, int]:
        """Say when a turn is due: those of the whole run last, before them first what noticed most until now."""
        criterion = self.turns[number].criterion
        return criterion not in first, criterion.startswith(WHOLE), -self._noticing[criterion]

    def noticed_in_all(self, view: View, criteria: Collection[str]) -> str:
        """Name one of some criteria that says otherwise of the whole run with this view in place of another."""
        run = self._with(view, self.run)
        for number in self._looking.get(view.id, ()):
            turn = self.turns[number]
            if turn.criterion in criteria:
                said = self._say(turn, run)[0]
                if said != self._first[number][0]:
                    return f"{turn.criterion} {said}"
        return ""

    def _before(self, number: int, journey: str | None) -> str:
        key = number, journey
        if key not in self._said:
            self._said[key] = self._say(_in(self.turns[number], journey), self._alone(journey))[0]
        return self._said[key]

    def _alone(self, journey: str | None) -> RunView:
        """Give the run as if nobody had been called in any other journey."""
        if journey not in self._runs:
            self._runs[journey] = self._still_read(None, self.run.alone(journey))
        return self._runs[journey]

    def _with(self, view: View, of: RunView) -> RunView:
        return self._still_read(view, of.having(view))

    def _still_read(self, view: View | None, run: RunView) -> RunView:
        """Give a run what was read of the whole one that this view has no part in: it is not read again each time."""
        for how in KEPT:
            run.keep_read(how, self.run)
        before = self.views[view.id] if view is not None else None
        same = not isinstance(before, ExchangeView) or _recipients(before) == _recipients(view)
        ledger = self.run.read(Ledger)
        if same:
            _ = ledger.untold  # read once, of the whole run
        run.keep(Account, self.run.read(Account).but_for(view.id if view is not None else None))
        run.keep(Ledger, ledger.over(run, same_recipients=same))
        return run


def _recipients(view: Any) -> tuple[Any, ...]:
    return view.request.header("mex-to"), tuple(view.request.start.get("rcpt_to", ()))


def _in(turn: Turn, journey: str | None) -> Turn:
    """Give a turn that needs one journey alone, where it needs that at all."""
    name = planned(journey) if journey else ""
    return replace(turn, needed=(name,)) if name in turn.needed else turn


def verdict(check: Callable[[EvidenceView], None], view: EvidenceView) -> str:
    """Run a check; a harness's fault is raised."""
    try:
        check(view)
    except NotMet:
        return "fail"
    except NotShown:
        return "not shown"
    except NotApplicable:
        return "not applicable"
    return "pass"

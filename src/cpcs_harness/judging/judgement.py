"""One judging of one recorded run: the run's folder, its plan, and the results that come in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from cpcs_harness._content import CATALOGUE
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.catalogue import Catalogue, load_catalogue
from cpcs_harness.catalogue.needs import journeys_looked_at, unknown_needs
from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence.attempts import is_again, planned
from cpcs_harness.evidence.events import Issued, KnownJourney, Plan
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.account import Account, Ledger
from cpcs_harness.judging.account.attribution import owners
from cpcs_harness.judging.results import CheckResult
from cpcs_harness.judging.things.conditions import RecordedConditions
from cpcs_harness.judging.views import EvidenceView, RunView
from cpcs_harness.judging.views.run import judged_by

EVIDENCE = "evidence"
RULINGS = "rulings.json"
Installed = Callable[[Path], Mapping[str, KnownJourney]]
"""Gives the journeys of a folder of suites, which are looked at only for what the plan does not say."""


@dataclass
class Judgement:
    """What is judged, by which catalogue, and what the checks came to."""

    folder: Path
    evidence: Evidence
    catalogue: Catalogue
    installed: Installed
    only: frozenset[str] = frozenset()
    """The criteria that are judged; all, where none is named."""
    _by_check: dict[tuple[str, str, str], CheckResult] = field(default_factory=dict)
    current: ClassVar[Judgement | None] = None
    """The judging that this process is at; pytest's hooks carry no place of their own for it."""

    @classmethod
    def of(cls, folder: Path, installed: Installed, catalogue: Path = CATALOGUE) -> Judgement:
        """Open a run's folder for judging; it is read once a process.

        Raises UsageProblem where the run was planned for what the catalogue does not have.
        """
        opened = (folder, str(catalogue))
        held = cls.current
        if held is not None and (held.folder, held.catalogue.file) == opened and not held.results:
            return held
        return cls.begin(folder, installed, load_catalogue(catalogue))

    @classmethod
    def begin(
        cls, folder: Path, installed: Installed, catalogue: Catalogue, only: Iterable[str] = ()
    ) -> Judgement:
        """Open a run's folder for judging by a catalogue that is loaded: all of its criteria, or only these."""
        evidence = Evidence.load(folder / EVIDENCE)
        cls.current = cls(folder, evidence, catalogue, installed, only=frozenset(only))
        _check_plan(evidence.plan, catalogue)
        judged_by(evidence.plan.profiles)  # one that cannot be judged by is said here, and not in each check
        return cls.current

    @property
    def results(self) -> list[CheckResult]:
        """The result of each check in each pathway."""
        return list(self._by_check.values())

    def add(self, result: CheckResult) -> None:
        """Take one result in; an error while tidying up comes after a check's result, and replaces it."""
        key = (result.nodeid, result.pathway, result.mode)
        if result.verdict == Verdict.ERROR:
            self._by_check.pop(key, None)
        self._by_check.setdefault(key, result)

    def pathways_of(self, criterion_id: str) -> list[str]:
        """Give the planned pathways in which a criterion is judged; none for one that is left out."""
        if self.only and criterion_id not in self.only:
            return []
        planned = self.evidence.plan.pathways
        return [name for name in planned if name in self.catalogue.pathways_of(criterion_id)]

    def view(self, criterion_id: str, pathway: str, mode: str = "", *, former: bool = False) -> EvidenceView:
        """Give the evidence of the journeys that a criterion needs in a pathway and a mode; see `was_tried_again`."""
        needed = self.needed(criterion_id, pathway, mode)
        views = self.former_views if former else self.views
        modes = self.catalogue.modes_of(criterion_id, pathway)
        return EvidenceView(views, pathway, needed, mode=mode, modes=modes)

    def was_tried_again(self, criterion_id: str, pathway: str, mode: str = "") -> bool:
        """Say whether a journey that a criterion needs was carried out again, so that there is a former attempt."""
        return not self._tried_again.isdisjoint(self.needed(criterion_id, pathway, mode))

    @cached_property
    def _tried_again(self) -> set[str]:
        issued = (event.journey or "" for event in self.evidence.of(Issued))
        return {planned(name) for name in issued if is_again(name)}

    @cached_property
    def former_views(self) -> RunView:
        """The evidence with former attempts in place of those that followed."""
        former = self.views.of_former_attempts()
        for read in (Account, Ledger):  # neither asks which attempt of a journey was the last
            former.keep_read(read, self.views)
        return former

    @cached_property
    def views(self) -> RunView:
        """The evidence as checks see it."""
        return RunView(self.evidence, traffic=self.catalogue.traffic, owners=owners)

    @cached_property
    def recorded_conditions(self) -> RecordedConditions:
        """The conditions of all that was recorded."""
        return RecordedConditions(self.evidence)

    def forget_views(self) -> None:
        """Give up what checks have read, which takes a third of the memory of judging; it is read again if need be."""
        for name in ("views", "former_views"):
            self.__dict__.pop(name, None)

    def needed(self, criterion_id: str, pathway: str, mode: str = "") -> list[str]:
        """Name the journeys that a criterion is looked at in, of a pathway and a mode."""
        return journeys_looked_at(self.catalogue, criterion_id, pathway, self.pathways, mode)

    @cached_property
    def pathways(self) -> dict[str, str]:
        """The pathway of each journey, by the journey's id."""
        return {name: journey.pathway for name, journey in self.journeys.items()}

    @cached_property
    def journeys(self) -> Mapping[str, KnownJourney]:
        """The journeys that the plan knows; where criteria need others, those of the suites beside them."""
        known = self.evidence.plan.known
        pathways = {name: journey.pathway for name, journey in known.items()}
        return (
            {**self.installed(self.catalogue.suites), **known}
            if unknown_needs(self.catalogue, pathways)
            else known
        )


def _check_plan(plan: Plan, catalogue: Catalogue) -> None:
    words = catalogue.vocabulary
    strange = [name for name in plan.pathways if name not in words.pathways]
    strange += [plan.gate] if plan.gate not in words.gates else []
    if strange:
        raise UsageProblem(
            f"the run was planned for {', '.join(strange)}, of which {catalogue.file} knows nothing: "
            "name the catalogue that it was made with (--catalogue)"
        )

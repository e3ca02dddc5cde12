"""One check at work: in which turn it judges, what it is given to look at, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.errors import Finding, NotApplicable, NotMet, NotShown
from cpcs_harness.judging.cases import under
from cpcs_harness.judging.judgement import Judgement
from cpcs_harness.judging.results import CheckResult
from cpcs_harness.judging.views import EvidenceView
from cpcs_harness.judging.views.screens import Read, noting, refuse_empty

_FORMER = "first attempt"
"""Follows the pathway where a check judges attempts that the harness kept waiting, and that were made again."""


@dataclass(frozen=True)
class Turn:
    """One judging of a check: in which pathway, in which mode, and whether of former attempts."""

    pathway: str
    mode: str = ""
    former: bool = False

    def __str__(self) -> str:
        """Name it, in the id of the test."""
        return ", ".join(filter(None, (self.pathway, self.mode, _FORMER if self.former else "")))


def turns_of(judgement: Judgement, criterion: str) -> list[Turn]:
    """Give the turns of a criterion's checks: each planned pathway that uses it, and there each of its modes."""
    return [
        turn
        for pathway in judgement.pathways_of(criterion)
        for mode in judgement.catalogue.modes_of(criterion, pathway)
        for turn in _turns(judgement, criterion, pathway, mode)
    ]


def _turns(judgement: Judgement, criterion: str, pathway: str, mode: str) -> Iterable[Turn]:
    again = judgement.was_tried_again(criterion, pathway, mode)
    return [Turn(pathway, mode), *([Turn(pathway, mode, former=True)] if again else [])]


@dataclass
class Check:
    """A check of a criterion in one turn."""

    judgement: Judgement
    nodeid: str
    criterion: str
    title: str
    turn: Turn
    call: Callable[[EvidenceView], object]
    """Calls the check's function with a view of the evidence."""
    view: EvidenceView | None = None
    read: Read = field(default_factory=Read)

    def given(self) -> EvidenceView:
        """Give the evidence of the journeys that the criterion needs, in the turn's pathway."""
        turn = self.turn
        self.view = self.judgement.view(self.criterion, turn.pathway, turn.mode, former=turn.former)
        return self.view

    def judge(self, view: EvidenceView) -> None:
        """Call the check; what fails is judged by each report by itself, to tell under which conditions.

        Raises what the check does.
        """
        try:
            self._judge_all(view)
        except NotMet as failure:
            self._say_under_which_conditions(view, failure)
            raise

    def _judge_all(self, view: EvidenceView) -> None:
        """Note on whose word a check passes: empty screens show nothing.

        Each journey is looked at by itself where all of them together do not show enough: a failure that is seen is
        one.
        """
        try:
            with noting() as read:
                self.read = read
                try:
                    self.call(view)
                except NotApplicable:
                    refuse_empty(read.screens)
                    raise
            refuse_empty(read.screens)
        except NotShown:
            self._judge_one_by_one(view)
            raise

    def _judge_one_by_one(self, view: EvidenceView) -> None:
        """Raise NotMet where one journey alone shows a failure."""
        for single in view.one_by_one():
            try:
                with noting() as read:
                    self.call(single)
            except NotMet:
                view.looked_at[:], self.read = single.looked_at, read
                raise
            except Exception:  # noqa: BLE001, S112 - what it has not, or breaks on, was told with all journeys
                continue

    def _say_under_which_conditions(self, view: EvidenceView, failure: NotMet) -> None:
        """Add to a failure under which conditions it is one, where all criteria are judged and not only some."""
        if self.judgement.only or self.turn.former:
            return
        with noting():  # on whose word the check fails, it has said
            found = under(view, self.call, self.judgement.recorded_conditions)
        failure.finding = replace(failure.finding, under=found)

    def result(self, raised: BaseException | None, *, passed: bool = True) -> CheckResult:
        """Say what came of it by what it raised; one that raised nothing may not have `passed` for a fault of ours."""
        base = self._passed()
        if raised is None:
            return base if passed else replace(base, verdict=Verdict.ERROR, blame="harness")
        if isinstance(raised, NotMet):
            return replace(
                base,
                verdict=Verdict.FAIL,
                message=str(raised),
                finding=self._advised(raised.finding),
                blame=raised.blame,
                rests_on_answer=raised.rests_on_answer,
                exchanges=raised.finding.exchanges,
            )
        if isinstance(raised, NotShown):
            return replace(
                base,
                verdict=Verdict.NOT_SHOWN,
                message=str(raised),
                blame=raised.blame,
                exchanges=raised.exchanges,
            )
        if isinstance(raised, NotApplicable):
            return replace(base, verdict=Verdict.NOT_APPLICABLE, message=str(raised))
        message = f"the check broke, which is the harness's fault: {type(raised).__name__}: {raised}"
        return replace(base, verdict=Verdict.ERROR, message=message, blame="harness")

    def _passed(self) -> CheckResult:
        view = self.view
        passed_over, asked = view.unread(self.read) if view else ((), ())
        return CheckResult(
            nodeid=self.nodeid,
            criterion=self.criterion,
            pathway=self.turn.pathway,
            title=self.title,
            verdict=Verdict.PASS,
            looked_at=tuple(dict.fromkeys(view.looked_at)) if view else (),
            passed_over=tuple(passed_over),
            asked_alone=tuple(asked),
            own_word=bool(self.read.screens),
            mode=self.turn.mode,
            former=self.turn.former,
        )

    def _advised(self, finding: Finding) -> Finding:
        """Say what to do about a finding as its criterion does, where the check says nothing nearer."""
        criterion = self.judgement.catalogue.criteria.get(self.criterion)
        return replace(finding, todo=finding.todo or (criterion.to_do if criterion else ""))


def title_of(function: Callable[..., object]) -> str:
    """Give the first line of what a check's function says that it does; its name, where it says nothing."""
    return ((function.__doc__ or function.__name__).strip().splitlines() or [""])[0]

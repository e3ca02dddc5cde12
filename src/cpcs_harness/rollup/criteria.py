"""The verdict of one criterion in one pathway; of the rules, the first that holds decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.catalogue import Criterion, Requirement
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.events import JourneyEnded, PlannedProfile
from cpcs_harness.judging.results import CheckResult
from cpcs_harness.judging.rulings import Party, Ruling
from cpcs_harness.rollup.causes import Cause

WIRE, SELF_REPORTED = "wire", "self-reported"
GIVEN = "given"
"""In a `where`: whatever the declaration says under the key, as long as it says something."""


@dataclass(frozen=True)
class Judged:
    """What is known of one criterion when its verdict is made."""

    criterion: Criterion
    results: Sequence[CheckResult]
    rulings: Sequence[Ruling]
    """Those that decide, an assurer's first."""
    ended: Mapping[str, JourneyEnded]
    """How each needed journey of the pathway ended."""
    modelled_answers: frozenset[str]
    """Exchanges that a mock answered by our own model."""
    declared: Mapping[str, Any] | None = None
    """What the supplier stated of it in its declaration, with evidence; None where it stated nothing."""
    checks_due: int = 0
    """How many checks of it the suite holds; one that was left out, or lost with its worker, has no result."""
    declaration: Mapping[str, Any] = field(default_factory=dict)
    """The declaration as the run recorded it."""
    profile: PlannedProfile | None = None
    """The profile that it rests on, where that stands in place of ours."""
    unheard: str = ""
    """Who confirmed it in a ruling that decides nothing here, and why it does not."""
    cause: Cause | None = None
    """What keeps from being shown what was not shown, and is not of the criterion's own."""

    @property
    def stands_on(self) -> str:
        """What its verdict stands on: what it is said to, unless a check has read a weaker thing."""
        own_word = any(result.own_word for result in self.results)
        return SELF_REPORTED if self.criterion.stands_on == WIRE and own_word else self.criterion.stands_on


@dataclass(frozen=True)
class Decision:
    """A verdict, why in one line, and whose matter it is."""

    verdict: Verdict
    reason: str
    blame: str | None = None
    cause: str = ""
    """Id of the cause that it follows from."""
    by_us: bool = False
    """Confirmed by the project itself."""
    absent: bool = False
    """It fails for what is not there at all, such as a link, and not for what is."""


def verdict_of(judged: Judged, requirement: Requirement, options: Sequence[str]) -> Decision:
    """Decide one criterion for one requirement."""
    option = judged.criterion.option
    if option and option in requirement.options and option not in options:
        return Decision(Verdict.NOT_APPLICABLE, f"option {option} was not declared")
    elsewhere = _elsewhere({**requirement.where, **judged.criterion.where}, judged.declaration)
    if elsewhere:
        return Decision(Verdict.NOT_APPLICABLE, elsewhere)
    refused = next((ruling for ruling in judged.rulings if ruling.ruling == "refused"), None)
    if refused is not None:
        return Decision(Verdict.FAIL, f"refused by {refused.by}, {refused.role}: {refused.note}", "candidate")
    if judged.criterion.judged_by != "automated":
        return _by_people(judged)
    decided = _by_checks(judged)
    if decided.verdict == Verdict.NOT_SHOWN and judged.cause is not None:
        return Decision(Verdict.NOT_SHOWN, judged.cause.told, judged.cause.blame, judged.cause.id)
    return decided


def _elsewhere(where: Mapping[str, str], declaration: Mapping[str, Any]) -> str:
    """Say what the declaration says otherwise than a `where`; empty when it applies."""
    for key, due in where.items():
        name, _, inner = key.partition(".")
        table = declaration.get(name)
        said = table.get(inner) if isinstance(table, Mapping) else None
        words = said if isinstance(said, (list, tuple)) and said else [said]
        told = [str(word).lower() if isinstance(word, bool) else str(word or "nothing") for word in words]
        if due == GIVEN and not said:
            return f"it is for those who declare {key}"
        if due != GIVEN and due not in told:
            return f"it is for {key} = {due}, and the declaration says {', '.join(told)}"
    return ""


def _by_people(judged: Judged) -> Decision:
    if judged.rulings:
        return _confirmed(judged.rulings[0])
    if judged.unheard:
        return Decision(Verdict.DECLARED, judged.unheard)
    due = f"; good enough is: {_line(judged.criterion.evidence)}" if judged.criterion.evidence else ""
    if judged.criterion.judged_by == "declared" and judged.declared is not None:
        said = _stated(judged.declared)
        return Decision(
            Verdict.DECLARED, f"stated by the supplier, with evidence{said}; no assurer has ruled{due}"
        )
    return Decision(Verdict.AWAITING, f"nobody has answered yet ({judged.criterion.judged_by}){due}")


def _stated(stated: Mapping[str, Any]) -> str:
    """Say by whom, in what, and by which digest the file is known again; runs of before kept none."""
    if not stated.get("sha256"):
        return ""
    who = f"{stated['by']}, {stated['role']}: {stated['statement']}"
    return f" ({who}; {stated['evidence']}, SHA-256 {stated['sha256']})"


def _by_checks(judged: Judged) -> Decision:
    failed = [result for result in judged.results if result.verdict == Verdict.FAIL]
    if failed and judged.criterion.strength == "must":
        verdicts = [_failed(judged, failure) for failure in failed]
        worst = next((decision for decision in verdicts if decision.verdict == Verdict.FAIL), verdicts[0])
        return replace(worst, absent=all(decision.absent for decision in verdicts))
    broken = [result for result in judged.results if result.verdict == Verdict.ERROR]
    if broken:
        return Decision(Verdict.ERROR, _line(broken[0].message), "harness")
    missing = _missing(judged)
    if missing is not None and missing.verdict == Verdict.ERROR:
        return missing
    if failed:  # what was seen was seen, whatever else was not
        return Decision(Verdict.WARNING, _line(failed[0].message), failed[0].blame)
    if missing is not None:
        return missing
    beside = [result for result in judged.results if result.verdict == Verdict.NOT_APPLICABLE]
    if beside and len(beside) == len(judged.results):
        return Decision(Verdict.NOT_APPLICABLE, _line(beside[0].message))
    if judged.stands_on == SELF_REPORTED and judged.criterion.strength == "must":
        if judged.rulings:
            return _confirmed(judged.rulings[0])
        who = judged.unheard or "no assurer has ruled"
        return Decision(Verdict.DECLARED, f"every check passed, on the candidate's own report; {who}")
    return Decision(Verdict.PASS, f"{len(judged.results)} check(s) passed")


def _failed(judged: Judged, failure: CheckResult) -> Decision:
    rests = judged.modelled_answers & set(failure.exchanges)
    profile = judged.profile
    told = f"by the profile {profile.name} ({profile.source}): " if profile else ""
    told += _line(failure.message)
    if judged.criterion.certainty == Certainty.MODELLED and not _is_settled(profile):
        return Decision(Verdict.QUERY, f"on a modelled rule: {told}", failure.blame)
    if failure.rests_on_answer and rests:
        return Decision(Verdict.QUERY, f"on a modelled answer: {_line(failure.message)}", failure.blame)
    absent = failure.finding is not None and failure.finding.timing == "absent"
    return Decision(Verdict.FAIL, told, failure.blame, absent=absent)


def _is_settled(profile: PlannedProfile | None) -> bool:
    """Say whether a profile states what is published, or follows from it: then what breaks it fails.

    What keeps to it is met on a model all the same: that it is what it says, nobody but an assurer can confirm.
    """
    return profile is not None and profile.certainty != Certainty.MODELLED


def _missing(judged: Judged) -> Decision | None:
    if not judged.results:
        return Decision(Verdict.NOT_SHOWN, "no check of it was run", "configuration")
    run = len({result.nodeid.partition("[")[0] for result in judged.results})
    if run < judged.checks_due:
        return Decision(
            Verdict.NOT_SHOWN, f"{run} of its {judged.checks_due} checks were run", "configuration"
        )
    unshown = next((result for result in judged.results if result.verdict == Verdict.NOT_SHOWN), None)
    unfinished = [how for how in judged.ended.values() if how.status not in ("finished", "not run")]
    unplanned = {name: how for name, how in judged.ended.items() if how.status == "not run"}
    if unplanned and not any(how.blame == "harness" for how in unfinished):
        return Decision(Verdict.NOT_SHOWN, _not_planned(unplanned), "configuration")
    if unfinished:
        stopped = next((how for how in unfinished if how.blame == "harness"), unfinished[0])
        verdict = Verdict.ERROR if stopped.blame == "harness" else Verdict.NOT_SHOWN
        held = all(result.verdict == Verdict.PASS for result in judged.results)
        so_far = "nothing wrong was seen, but " if held else ""
        reason = f"{so_far}a journey that it needs {_HOW[stopped.status]}: {stopped.reason}"
        return Decision(verdict, reason, stopped.blame)
    if unshown is not None:
        return Decision(Verdict.NOT_SHOWN, _line(unshown.message), unshown.blame)
    return None


_HOW = {"stopped": "stopped early", "interrupted": "was cut off"}


def _not_planned(journeys: Mapping[str, JourneyEnded]) -> str:
    """Name the journeys that are not in the plan, with what would have them there."""
    by_reason: dict[str, list[str]] = {}
    for name, how in journeys.items():
        by_reason.setdefault(how.reason or "", []).append(name)
    parts = [f"{', '.join(names)}{f' ({why})' if why else ''}" for why, names in by_reason.items()]
    return f"not in the plan: {'; '.join(parts)}"


def _confirmed(ruling: Ruling) -> Decision:
    said = f"confirmed by {ruling.by}, {ruling.role}, for {ruling.whose}"
    return Decision(Verdict.CONFIRMED, said, by_us=ruling.party == Party.PROJECT)


def _line(message: str) -> str:
    return "; ".join(" ".join(part.split()) for part in message.splitlines()[:3])

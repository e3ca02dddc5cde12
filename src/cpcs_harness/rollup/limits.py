"""What a run did not show, in plain sentences; a report without them would say too much."""

from __future__ import annotations

from collections.abc import Sequence

from cpcs_harness.assessment.account import AccountRecord
from cpcs_harness.assessment.conditions import ConditionsRecord
from cpcs_harness.assessment.requirement import RequirementRecord
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.digest import Comparison
from cpcs_harness.evidence.events import (
    About,
    DmdRead,
    Exchange,
    Issued,
    JourneyEnded,
    Observation,
    Plan,
    Preflight,
    SchemasJudged,
)
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.contradictions import Found
from cpcs_harness.rollup.connections import connection_limits
from cpcs_harness.rollup.lateness import lateness_limits
from cpcs_harness.rollup.ruled import Ruled
from cpcs_harness.times import SET_CLOCK

BEYOND_NOTICE = (
    "Without a signature it cannot be noticed that a run was made up whole; that exchanges were taken out, put in or "
    "altered, with all that names or counts them; that it is of another system than it says; or that worse runs were "
    "kept back."
)
"""Stands in each report: docs/explanation/trust.md says more."""
CONDITIONS = 12
"""Conditions that one limit names; all are under Conditions in the report."""
UNSEEN = (
    "What the system sent to other hosts than the mocks is not seen. docs/how-to/reach-the-mocks-alone.md says how to "
    "run it where there are none."
)
"""Stands in each report: no run can see it."""


def limits_of(
    plan: Plan,
    evidence: Evidence,
    requirements: Sequence[RequirementRecord],
    ruled: Ruled,
    comparison: Comparison,
    found: Found,
    conditions: ConditionsRecord | None = None,
    account: AccountRecord | None = None,
) -> list[str]:
    """List the limits of a run, those of trust first."""
    return [
        *(f"The evidence contradicts itself: {contradiction}." for contradiction in found.contradictions),
        *_trust(plan),
        *found.not_compared,
        *ruled.limits(),
        UNSEEN,
        *([] if comparison.holds else [comparison.sentence]),
        *_anyway(evidence),
        *_declared_otherwise(plan, evidence),
        *_cut(plan, evidence),
        *_clock(evidence),
        *left_by_earlier(account),
        *lateness_limits(evidence),
        *_broken_mocks(evidence),
        *connection_limits(evidence),
        *_schemas(evidence),
        *_dmd(evidence),
        *_profiles(plan, requirements),
        *_untried(conditions),
        *_modelled(requirements),
        *_untested(requirements),
    ]


def _trust(plan: Plan) -> list[str]:
    said = ["Unsigned: nobody has put a signature to this run.", BEYOND_NOTICE]
    if plan.challenge is None:
        said.append("Supplier-run, not challenged: no assurer's one-time token was folded into this run.")
    return said


def _anyway(evidence: Evidence) -> list[str]:
    wrong = [looked.name for event in evidence.of(Preflight) for looked in event.data.looked if not looked.ok]
    if not wrong:
        return []
    return [f"The run went on, as asked (--anyway), though this was wrong before it: {', '.join(wrong)}."]


def _declared_otherwise(plan: Plan, evidence: Evidence) -> list[str]:
    """Hold what the candidate says of itself, at start and end, against its declaration and against itself."""
    said = [event.data.held for event in evidence.of(About)]
    limits = []
    for key in ("name", "supplier", "version"):
        shown = {str(about[key])[:100] for about in said if about.get(key) is not None}
        if shown - {plan.declaration[key]}:
            told = ", ".join(sorted(shown))
            limits.append(
                f"The candidate says that its {key} is {told}; declared is {plan.declaration[key]}."
            )
    builds = [str(about.get("build"))[:100] for about in said if "error" not in about]
    if len(set(builds)) > 1:
        limits.append(f"The candidate's build changed during the run: {' to '.join(builds)}.")
    limits += [
        f"The candidate did not say what it is: {about['error']}." for about in said if "error" in about
    ]
    return limits


def _cut(plan: Plan, evidence: Evidence) -> list[str]:
    said = []
    if plan.only:
        said.append(f"Only some journeys were run, as asked: {', '.join(plan.only)}.")
    if not evidence.finished:
        said.append("The run was cut off; what had been recorded by then is judged.")
    if evidence.torn:
        said.append("The last line of the evidence was torn by the cut, and is left out.")
    if plan.known_bad:
        said.append(f"The candidate is a known-bad one: the reference with the fault {plan.known_bad}.")
    return said


def left_by_earlier(account: AccountRecord | None) -> list[str]:
    """Say what was not held against the system because a file that lies with its supplier says that it is old."""
    left = account.left if account else ()
    if not left:
        return []
    services = ", ".join(sorted({line.channel for line in left}))
    return [
        "Not held against the system, since earlier-runs.json says that it is of an earlier run: what went to "
        f"{services}. Whoever has that file can write in it; each call stands under Account."
    ]


def _clock(evidence: Evidence) -> list[str]:
    """Say which journeys were not driven because the candidate's clock was not moved, and where it was left."""
    began = {event.journey for event in evidence.of(Issued)}
    left_out: dict[str, list[str]] = {}
    for event in evidence.of(JourneyEnded):
        if event.journey not in began:
            left_out.setdefault(event.data.reason or "", []).append(event.journey or "")
    said = [f"Not driven: {', '.join(names)}, because {why}." for why, names in left_out.items()]
    moves = [event.data for event in evidence.of(Observation) if event.data.action == SET_CLOCK]
    if moves and moves[-1].input.get("now") is None and moves[-1].status != "done":
        said.append(
            f"The candidate's clock was moved, and not set back: {SET_CLOCK} ended {moves[-1].status}. Restart it, or "
            "set its clock back by hand."
        )
    return said


def _broken_mocks(evidence: Evidence) -> list[str]:
    return [
        f"The harness's {event.data.service} broke while it answered {event.id}: "
        f"{event.data.facts['harness_error'][:200]}."
        for event in evidence.of(Exchange)
        if "harness_error" in event.data.facts
    ]


def _schemas(evidence: Evidence) -> list[str]:
    if evidence.of(SchemasJudged) or not any(
        event.data.service == "nhs111" for event in evidence.of(Exchange)
    ):
        return []
    return ["NHS 111 messages were judged by the project's own schemas; the official pack was not given."]


def _untried(conditions: ConditionsRecord | None) -> list[str]:
    """Say which conditions were not tried, and how many criteria were not judged under all that they are for."""
    if conditions is None:
        return []
    said = []
    if conditions.never_tried:
        said.append(
            f"Nothing that was recorded had these conditions: {_first(conditions, conditions.never_tried)}."
        )
    unjudged = [one for one in conditions.never_judged if one not in set(conditions.never_tried)]
    if unjudged:
        said.append(f"Tried, and judged by no criterion that is for them: {_first(conditions, unjudged)}.")
    if conditions.never_met:
        said.append(
            f"{conditions.never_met} of {conditions.pairs} pairs of conditions were in no message together."
        )
    apart = [
        f"{due - met} of {due} of {things}" for things, (met, due) in conditions.together.items() if met < due
    ]
    if apart:
        named = "; ".join(apart)
        said.append(f"Pairs of two things that one criterion reads, and that met in no patient: {named}.")
    if conditions.lost:
        said.append(
            f"Not judged under every condition that they are for: {', '.join(conditions.lost)}. See Conditions in "
            "report.html."
        )
    return said


def _first(conditions: ConditionsRecord, numbers: Sequence[int]) -> str:
    more = f"; and {len(numbers) - CONDITIONS} more" if len(numbers) > CONDITIONS else ""
    return conditions.named(numbers[:CONDITIONS]) + more


def _dmd(evidence: Evidence) -> list[str]:
    return [
        f"Codes of medicines were held against release {event.data.release} of dm+d, of {event.data.size:,} concepts "
        f"(digest {event.data.digest}), and what it does not have against the project's own subset."
        for event in evidence.of(DmdRead)
    ]


def _profiles(plan: Plan, requirements: Sequence[RequirementRecord]) -> list[str]:
    judged = [criterion for requirement in requirements for criterion in requirement.criteria]
    said = []
    for profile in plan.profiles:
        resting = sorted({criterion.id for criterion in judged if criterion.profile == profile.name})
        said.append(
            f"{', '.join(resting) or 'Nothing that was judged'} rests on a profile in place of the project's own "
            f"model of {profile.name}: {profile.source} ({profile.certainty}, as whoever made the run says; digest "
            f"{profile.digest[:12]})."
        )
    return said


def _modelled(requirements: Sequence[RequirementRecord]) -> list[str]:
    ids = [
        requirement.id
        for requirement in requirements
        if any(c.certainty == Certainty.MODELLED for c in requirement.criteria)
    ]
    if not ids:
        return []
    return [
        f"No public specification settles all of {', '.join(ids)}: some of their criteria are the project's own "
        "model, and a candidate may differ from it and be right."
    ]


def _untested(requirements: Sequence[RequirementRecord]) -> list[str]:
    return [
        f"{requirement.id} is not tested yet: {requirement.untested}"
        for requirement in requirements
        if requirement.untested
    ]

"""Puts the whole assessment together: the record that every report is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cpcs_harness import records
from cpcs_harness.assessment.account import AccountRecord
from cpcs_harness.assessment.level import PathwayRecord
from cpcs_harness.assessment.record import FORMAT, Assessment
from cpcs_harness.assessment.requirement import RequirementRecord
from cpcs_harness.assessment.run import (
    CandidateRecord,
    CatalogueRecord,
    HarnessRecord,
    HazardRecord,
    PlannedRecord,
    PlanRecord,
    ProfileRecord,
    VocabularyRecord,
)
from cpcs_harness.catalogue import Catalogue, Vocabulary
from cpcs_harness.evidence.digest import Comparison, JudgedBy, compared
from cpcs_harness.evidence.events import About, KnownJourney, Plan
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.contradictions import Found
from cpcs_harness.judging.results import CheckResult
from cpcs_harness.rollup.causes.records import cause_records
from cpcs_harness.rollup.conditions import conditions_record
from cpcs_harness.rollup.journeys import journey_records, unmatched_records
from cpcs_harness.rollup.judged_requirements import JudgedRequirements
from cpcs_harness.rollup.limits import limits_of
from cpcs_harness.rollup.outcome import outcome_of
from cpcs_harness.rollup.requirements import level_record
from cpcs_harness.rollup.ruled import Ruled

NOT_LOOKED = Found()
"""Where nobody looked for contradictions: who recorded the run itself has no need to."""


def assess(
    catalogue: Catalogue,
    evidence: Evidence,
    results: Sequence[CheckResult],
    ruled: Ruled,
    journeys: Mapping[str, KnownJourney],
    judged_by: JudgedBy,
    checks_due: Mapping[str, int] | None = None,
    account: AccountRecord | None = None,
    found: Found = NOT_LOOKED,
    only: frozenset[str] = frozenset(),
) -> Assessment:
    """Make the assessment of a run; `checks_due` says how many checks the suite holds of each criterion.

    Where criteria are named by `only`, it has no other requirements than those that are judged by one of these.
    """
    judged = JudgedRequirements(catalogue, evidence, results, ruled, journeys, checks_due or {})
    plan = evidence.plan
    comparison = compared(JudgedBy.from_plan(plan), judged_by)
    requirements = judged.records(
        [
            requirement
            for requirement in catalogue.requirements
            if requirement.pathway in plan.pathways and _has_of(only, requirement.criteria)
        ]
    )
    words = catalogue.vocabulary
    context = judged.records(
        [
            beyond.in_pathway(words.pathways[name])
            for beyond in catalogue.context
            for name in plan.pathways
            if beyond.is_of(name) and _has_of(only, beyond.criteria)
        ]
    )
    everything = (*requirements, *context)
    pathways = tuple(_pathway(words, name, requirements, plan.as_of) for name in plan.pathways)
    causes = cause_records(judged.causes, everything)
    conditions = None if only else conditions_record(evidence, everything, catalogue)
    return Assessment(
        format=FORMAT,
        run=evidence.run or None,
        head=evidence.head or None,
        harness=_harness(plan, judged_by, comparison),
        catalogue=CatalogueRecord(
            catalogue.digest,
            len(catalogue.requirements),
            len(catalogue.criteria),
        ),
        vocabulary=records.from_json(VocabularyRecord, words.as_record(plan.pathways)),
        candidate=_candidate(evidence),
        plan=_plan(plan),
        started=evidence.events[0]["at"],
        finished=evidence.events[-1]["at"] if evidence.finished else None,
        outcome=outcome_of(plan, pathways, everything, evidence, causes, found.contradictions),
        pathways=pathways,
        requirements=requirements,
        context=context,
        limits=tuple(limits_of(plan, evidence, everything, ruled, comparison, found, conditions, account)),
        unmatched=unmatched_records(evidence),
        causes=causes,
        profiles=_profiles(plan, catalogue) or None,
        hazards=_hazards(catalogue) or None,
        account=account,
        conditions=conditions,
        journeys=journey_records(evidence, plan, journeys),
    )


def _has_of(only: frozenset[str], criteria: Sequence[str]) -> bool:
    return not only or not only.isdisjoint(criteria)


def _profiles(plan: Plan, catalogue: Catalogue) -> tuple[ProfileRecord, ...]:
    return tuple(
        ProfileRecord(
            known.name,
            known.source,
            known.certainty,
            known.digest,
            tuple(one.id for one in catalogue.criteria.values() if one.profile == known.name),
        )
        for known in plan.profiles
    )


def _hazards(catalogue: Catalogue) -> tuple[HazardRecord, ...]:
    return tuple(
        HazardRecord(
            hazard.id, hazard.title, hazard.harm, hazard.causes, hazard.criteria, hazard.told_first or None
        )
        for hazard in catalogue.hazards
    )


def _plan(plan: Plan) -> PlanRecord:
    return PlanRecord(
        as_of=plan.as_of,
        gate=plan.gate,
        pending=plan.pending,
        seed=plan.seed,
        journeys=tuple(
            PlannedRecord(journey.id, journey.pathway, journey.sitting) for journey in plan.journeys
        ),
        only=plan.only,
        challenge=plan.challenge,
        pace=plan.pace,
    )


def _harness(plan: Plan, judged_by: JudgedBy, comparison: Comparison) -> HarnessRecord:
    return HarnessRecord(
        version=plan.harness.version,
        suite_digest=judged_by.suite,
        engine_digest=judged_by.engine,
        libraries=judged_by.libraries,
        digest=judged_by.digest,
        commit=judged_by.commit or None,
        as_planned=comparison.holds,
        differs=comparison.differs,
        sentence=comparison.sentence,
    )


def _candidate(evidence: Evidence) -> CandidateRecord:
    declaration = evidence.plan.declaration
    builds = [_text(event.data.held.get("build")) for event in evidence.of(About)]
    return CandidateRecord(
        name=declaration["name"],
        supplier=declaration["supplier"],
        version=declaration["version"],
        build=builds[0] if builds else None,
        build_at_end=builds[-1] if len(builds) > 1 else None,
        pathways=tuple(declaration["pathways"]),
        options={name: tuple(options) for name, options in declaration["options"].items()},
    )


def _text(said: Any) -> str | None:
    return None if said is None else str(said)[:200]


def _pathway(
    words: Vocabulary, name: str, requirements: Sequence[RequirementRecord], as_of: str
) -> PathwayRecord:
    levels = {}
    for level in words.levels.values():
        ours = [
            requirement
            for requirement in requirements
            if (requirement.pathway, requirement.level) == (name, level.id)
        ]
        due = level.by.isoformat() if level.by else None
        levels[level.id] = level_record(level.title, due, as_of, ours)
    return PathwayRecord(name, words.pathways[name].title, levels)

"""Judges requirements by their criteria, checks and rulings, and makes the records of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cpcs_harness.assessment.requirement import (
    CheckRecord,
    CriterionRecord,
    RequirementRecord,
    SourceRecord,
)
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.catalogue import Catalogue, Criterion, Requirement
from cpcs_harness.catalogue.needs import journeys_looked_at, journeys_needed
from cpcs_harness.evidence.attempts import planned
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.events import Exchange, Issued, JourneyEnded, KnownJourney
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.results import CheckResult
from cpcs_harness.rollup.causes import Cause, Consequences, Recorded, find_causes
from cpcs_harness.rollup.criteria import Decision, Judged, verdict_of
from cpcs_harness.rollup.journeys import ends
from cpcs_harness.rollup.lateness import fair
from cpcs_harness.rollup.requirements import requirement_verdict, with_substitutes
from cpcs_harness.rollup.ruled import Ruled


class JudgedRequirements:
    """Everything that a requirement's record is made from, looked up once."""

    def __init__(
        self,
        catalogue: Catalogue,
        evidence: Evidence,
        results: Sequence[CheckResult],
        ruled: Ruled,
        journeys: Mapping[str, KnownJourney],
        checks_due: Mapping[str, int],
    ) -> None:
        self.catalogue, self._ruled = catalogue, ruled
        recorded = Recorded(evidence)
        self.causes = find_causes(recorded)
        self._consequences = Consequences(recorded, self.causes)
        self.checks_due = checks_due
        self.pathways = {name: journey.pathway for name, journey in journeys.items()}
        self._by_criterion: dict[tuple[str, str, str], list[CheckResult]] = defaultdict(list)
        for result in fair(results, evidence, self._needed):
            self._by_criterion[result.criterion, result.pathway, result.mode].append(result)
        self.declaration = evidence.plan.declaration
        self.profiles = {profile.name: profile for profile in evidence.plan.profiles}
        self.planned = {journey.id for journey in evidence.plan.journeys}
        self.not_planned = {journey.id: journey.why_not for journey in evidence.plan.not_planned}
        self.ended = ends(evidence)
        self.began = {planned(event.journey or "") for event in evidence.of(Issued)}
        self.modelled = frozenset(
            event.id for event in evidence.of(Exchange) if event.data.certainty == Certainty.MODELLED
        )
        self.declared = {entry["criterion"]: entry for entry in self.declaration["declared"]}

    def records(self, chosen: Sequence[Requirement]) -> tuple[RequirementRecord, ...]:
        """Judge requirements, and make their records."""
        judged = {requirement.id: self._judge(requirement) for requirement in chosen}
        own = {
            requirement.id: requirement_verdict(
                requirement,
                self._options(requirement),
                [(facts.criterion, decided) for facts, decided in judged[requirement.id]],
            )
            for requirement in chosen
        }
        decided = with_substitutes(chosen, own)
        return tuple(
            self._record(requirement, judged[requirement.id], decided[requirement.id])
            for requirement in chosen
        )

    def _options(self, requirement: Requirement) -> tuple[str, ...]:
        return tuple(self.declaration["options"].get(requirement.id, ()))

    def _judge(self, requirement: Requirement) -> list[tuple[Judged, Decision]]:
        criteria = self.catalogue.criteria_of(requirement)
        judged = [self._judged(criterion, requirement) for criterion in criteria]
        return [(facts, verdict_of(facts, requirement, self._options(requirement))) for facts in judged]

    def _needed(self, result: CheckResult) -> list[str]:
        return journeys_looked_at(
            self.catalogue, result.criterion, result.pathway, self.pathways, result.mode
        )

    def _judged(self, criterion: Criterion, requirement: Requirement) -> Judged:
        pathway, mode = requirement.pathway, self.catalogue.mode_of(criterion.id, requirement)
        needed = self._waited_for(criterion, pathway, mode)
        found = self._by_criterion.get((criterion.id, pathway, mode), [])
        caused = [(result, self._cause_of(result, needed)) for result in found]
        return Judged(
            criterion,
            [_not_shown(result, cause) if cause else result for result, cause in caused],
            self._ruled.deciding(criterion.id, pathway),
            {name: self.ended.get(name) or self._no_end(name) for name in needed},
            self.modelled,
            self.declared.get(criterion.id),
            self.checks_due.get(criterion.id, 0),
            self.declaration,
            self.profiles.get(criterion.profile),
            self._ruled.unheard(criterion.id, pathway),
            next((cause for _, cause in caused if cause), None) or self._consequences.of_journeys(needed),
        )

    def _waited_for(self, criterion: Criterion, pathway: str, mode: str) -> list[str]:
        """Name the journeys that have to end well: those that it needs, and of the others those that began."""
        needed = journeys_needed(self.catalogue, criterion.id, pathway, self.pathways, mode)
        looked_at = journeys_looked_at(self.catalogue, criterion.id, pathway, self.pathways, mode)
        return [name for name in looked_at if name in needed or name in self.began]

    def _cause_of(self, result: CheckResult, needed: Sequence[str]) -> Cause | None:
        """Give the cause that a failed check follows from."""
        if result.verdict != Verdict.FAIL:
            return None
        return self._consequences.of_failure(result.exchanges, result.looked_at, needed)

    def _no_end(self, journey: str) -> JourneyEnded:
        if journey in self.planned:
            return JourneyEnded("interrupted", "the run ended first", "environment")
        return JourneyEnded("not run", self.not_planned.get(journey, ""), "configuration")

    def _record(
        self, requirement: Requirement, judged: Sequence[tuple[Judged, Decision]], decided: Decision
    ) -> RequirementRecord:
        return RequirementRecord(
            id=requirement.id,
            pathway=requirement.pathway,
            component=requirement.component,
            component_title=self.catalogue.vocabulary.component_title(requirement.component),
            level=requirement.level,
            by=requirement.by.isoformat() if requirement.by else None,
            text=requirement.text,
            reading=requirement.reading or None,
            options_allowed=requirement.options,
            options_declared=self._options(requirement),
            parts=requirement.parts,
            verdict=decided.verdict,
            reason=decided.reason,
            untested=requirement.untested or None,
            blame=decided.blame,
            criteria=tuple(self._criterion(*pair, requirement.pathway) for pair in judged),
        )

    def _criterion(self, facts: Judged, decided: Decision, pathway: str) -> CriterionRecord:
        criterion = facts.criterion
        return CriterionRecord(
            id=criterion.id,
            text=criterion.text,
            strength=criterion.strength,
            certainty=str(criterion.certainty),
            stands_on=facts.stands_on,
            judged_by=criterion.judged_by,
            because=criterion.because or None,
            option=criterion.option or None,
            part=criterion.part or None,
            source=SourceRecord(criterion.source.document, criterion.source.section),
            risk=criterion.risk,
            journeys=tuple(facts.ended),
            verdict=decided.verdict,
            reason=decided.reason,
            blame=decided.blame,
            cause=decided.cause or None,
            profile=facts.profile.name if facts.profile else None,
            checks=tuple(self._check(result) for result in facts.results),
            rulings=self._ruled.records(criterion.id, pathway),
        )

    def _check(self, result: CheckResult) -> CheckRecord:
        return CheckRecord(
            nodeid=result.nodeid,
            title=result.title,
            verdict=result.verdict,
            message=result.message,
            blame=result.blame,
            exchanges=result.exchanges,
            modelled=bool(self.modelled & set(result.exchanges or result.looked_at)),
            looked_at=result.looked_at,
            passed_over=result.passed_over,
            asked_alone=result.asked_alone,
            finding=result.finding,
            seconds=result.seconds,
        )


def _not_shown(result: CheckResult, cause: Cause) -> CheckResult:
    """Take a failure back: what was found is kept, and what it follows from is said before."""
    message = f"{cause.told} What was found follows from it: {result.message}"
    return replace(result, verdict=Verdict.NOT_SHOWN, message=message, blame=cause.blame)

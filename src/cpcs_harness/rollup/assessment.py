"""Puts the whole assessment together: the record that every report is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from cpcs_harness.catalogue import Catalogue, Criterion, Requirement, Vocabulary
from cpcs_harness.catalogue.needs import journeys_needed
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.digest import JudgedBy, Recognition, recognised
from cpcs_harness.evidence.plan import KnownJourney
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.recorder import event_id
from cpcs_harness.judging.results import CheckResult
from cpcs_harness.judging.rulings import Ruling
from cpcs_harness.rollup.criteria import Decision, Judged, verdict_of
from cpcs_harness.rollup.journeys import journey_records, unmatched_records
from cpcs_harness.rollup.limits import limits_of
from cpcs_harness.rollup.outcome import outcome_of
from cpcs_harness.rollup.requirements import level_record, requirement_verdict, with_substitutes


def assess(
    catalogue: Catalogue,
    evidence: Evidence,
    results: Sequence[CheckResult],
    rulings: Sequence[Ruling],
    journeys: Mapping[str, KnownJourney],
    judged_by: JudgedBy,
    checks_due: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """Make the assessment of a run; `checks_due` says how many checks the suite holds of each criterion."""
    facts = _Facts(catalogue, evidence, results, rulings, journeys, checks_due or {})
    plan = evidence.plan
    recognition = recognised(JudgedBy.from_plan(plan), judged_by)
    chosen = [one for one in catalogue.requirements if one.pathway in plan["pathways"]]
    requirements = facts.requirement_records(chosen)
    words = catalogue.vocabulary
    context = facts.requirement_records(
        [beyond.in_pathway(words.pathways[name]) for beyond in catalogue.context for name in plan["pathways"]]
    )
    everything = [*requirements, *context]
    pathways = [_pathway(words, name, requirements, plan["as_of"]) for name in plan["pathways"]]
    last = evidence.events[-1]
    return {
        "format": "cpcs-assessment/1",
        "harness": _harness(plan, judged_by, recognition),
        "catalogue": {
            "digest": catalogue.digest,
            "recognised": "catalogue" not in recognition.differs,
            "requirements": len(catalogue.requirements),
            "criteria": len(catalogue.criteria),
        },
        "vocabulary": words.as_record(plan["pathways"]),
        "candidate": _candidate(evidence),
        "plan": _plan(plan),
        "started": evidence.events[0]["at"],
        "finished": last["at"] if evidence.finished else None,
        "outcome": outcome_of(plan, pathways, everything, evidence),
        "pathways": pathways,
        "requirements": requirements,
        "context": context,
        "limits": limits_of(plan, evidence, everything, rulings, recognition),
        "unmatched": unmatched_records(evidence),
        "journeys": journey_records(evidence, plan, journeys),
    }


def _plan(plan: dict[str, Any]) -> dict[str, Any]:
    kept = {key: plan[key] for key in ("as_of", "gate", "pending", "seed")}
    journeys = [{key: one[key] for key in ("id", "pathway", "sitting")} for one in plan["journeys"]]
    return kept | {"journeys": journeys} | {key: plan[key] for key in ("only", "challenge", "pace")}


def _harness(plan: dict[str, Any], judged_by: JudgedBy, recognition: Recognition) -> dict[str, Any]:
    return {
        "version": plan["harness"]["version"],
        "suite_digest": judged_by.suite,
        "suite_recognised": "suite" not in recognition.differs,
        "engine_digest": judged_by.engine,
        "libraries": dict(judged_by.libraries),
        "digest": judged_by.digest,
        "recognised": recognition.holds,
        "differs": list(recognition.differs),
        "sentence": recognition.sentence,
    }


def _candidate(evidence: Evidence) -> dict[str, Any]:
    declaration = evidence.plan["declaration"]
    builds = [_text(event["data"].get("build")) for event in evidence.of_kind("about")]
    return {
        "name": declaration["name"],
        "supplier": declaration["supplier"],
        "version": declaration["version"],
        "build": builds[0] if builds else None,
        "build_at_end": builds[-1] if len(builds) > 1 else None,
        "pathways": declaration["pathways"],
        "options": declaration["options"],
    }


def _text(said: Any) -> str | None:
    return None if said is None else str(said)[:200]


def _pathway(
    words: Vocabulary, name: str, requirements: Sequence[dict[str, Any]], as_of: str
) -> dict[str, Any]:
    levels = {}
    for level in words.levels.values():
        ours = [one for one in requirements if (one["pathway"], one["level"]) == (name, level.id)]
        due = level.by.isoformat() if level.by else None
        levels[level.id] = level_record(level.title, due, as_of, ours)
    return {"id": name, "title": words.pathways[name].title, "levels": levels}


class _Facts:
    """Everything that a requirement's record is made from, looked up once."""

    def __init__(
        self,
        catalogue: Catalogue,
        evidence: Evidence,
        results: Sequence[CheckResult],
        rulings: Sequence[Ruling],
        journeys: Mapping[str, KnownJourney],
        checks_due: Mapping[str, int],
    ) -> None:
        self.checks_due = checks_due
        self.catalogue, self.results, self.rulings, self.journeys = catalogue, results, rulings, journeys
        self.pathways = {name: journey.pathway for name, journey in journeys.items()}
        self.declaration = evidence.plan["declaration"]
        self.planned = {one["id"] for one in evidence.plan["journeys"]}
        self.ended = {event["journey"]: event["data"] for event in evidence.of_kind("journey_ended")}
        self.modelled = frozenset(
            event_id(event)
            for event in evidence.of_kind("exchange")
            if event["data"]["certainty"] == Certainty.MODELLED
        )
        self.declared = {entry["criterion"] for entry in self.declaration["declared"]}

    def requirement_records(self, chosen: Sequence[Requirement]) -> list[dict[str, Any]]:
        """Judge requirements, and make their records."""
        judged = {one.id: self._judge(one) for one in chosen}
        own = {
            one.id: requirement_verdict(
                one, self._options(one), [(facts.criterion, verdict) for facts, verdict in judged[one.id]]
            )
            for one in chosen
        }
        decided = with_substitutes(chosen, own)
        return [self._record(one, judged[one.id], decided[one.id]) for one in chosen]

    def _options(self, requirement: Requirement) -> list[str]:
        return list(self.declaration["options"].get(requirement.id, []))

    def _judge(self, requirement: Requirement) -> list[tuple[Judged, Decision]]:
        criteria = self.catalogue.criteria_of(requirement)
        judged = [self._judged(one, requirement.pathway) for one in criteria]
        return [(facts, verdict_of(facts, requirement, self._options(requirement))) for facts in judged]

    def _record(
        self, requirement: Requirement, judged: Sequence[tuple[Judged, Decision]], decided: Decision
    ) -> dict[str, Any]:
        return {
            "id": requirement.id,
            "pathway": requirement.pathway,
            "component": requirement.component,
            "component_title": self.catalogue.vocabulary.component_title(requirement.component),
            "level": requirement.level,
            "by": requirement.by.isoformat() if requirement.by else None,
            "text": requirement.text,
            "reading": requirement.reading or None,
            "options_allowed": list(requirement.options),
            "options_declared": self._options(requirement),
            "parts": list(requirement.parts),
            "verdict": decided.verdict,
            "reason": decided.reason,
            "untested": requirement.untested or None,
            "blame": decided.blame,
            "criteria": [self._criterion(facts, verdict) for facts, verdict in judged],
        }

    def _judged(self, criterion: Criterion, pathway: str) -> Judged:
        needed = journeys_needed(self.catalogue, criterion.id, pathway, self.pathways)
        return Judged(
            criterion,
            [one for one in self.results if one.criterion == criterion.id and one.pathway == pathway],
            [one for one in self.rulings if one.criterion == criterion.id and one.pathway in (None, pathway)],
            {name: self.ended.get(name) or self._no_end(name) for name in needed},
            self.modelled,
            criterion.id in self.declared,
            self.checks_due.get(criterion.id, 0),
            self.declaration,
        )

    def _no_end(self, journey: str) -> dict[str, str | None]:
        if journey in self.planned:
            return {"status": "interrupted", "reason": "the run ended first", "blame": "environment"}
        return {"status": "not run", "reason": "it is not in the plan", "blame": "configuration"}

    def _criterion(self, facts: Judged, verdict: Decision) -> dict[str, Any]:
        criterion = facts.criterion
        return {
            "id": criterion.id,
            "text": criterion.text,
            "strength": criterion.strength,
            "certainty": str(criterion.certainty),
            "stands_on": criterion.stands_on,
            "judged_by": criterion.judged_by,
            "because": criterion.because or None,
            "option": criterion.option or None,
            "part": criterion.part or None,
            "source": {"document": criterion.source.document, "section": criterion.source.section},
            "risk": criterion.risk,
            "journeys": list(facts.ended),
            "verdict": verdict.verdict,
            "reason": verdict.reason,
            "blame": verdict.blame,
            "checks": [self._check(result) for result in facts.results],
            "rulings": [
                {
                    **{key: getattr(ruling, key) for key in ("ruling", "by", "role", "at", "note", "whose")},
                    "exchanges": list(ruling.exchanges),
                }
                for ruling in facts.rulings
            ],
        }

    def _check(self, result: CheckResult) -> dict[str, Any]:
        rests_on_model = bool(self.modelled & set(result.exchanges or result.looked_at))
        return {
            "nodeid": result.nodeid,
            "title": result.title,
            "verdict": result.verdict,
            "message": result.message,
            "blame": result.blame,
            "exchanges": list(result.exchanges),
            "modelled": rests_on_model,
            "looked_at": list(result.looked_at),
            "finding": _finding(result),
        }


def _finding(result: CheckResult) -> dict[str, Any] | None:
    found = result.finding
    return None if found is None else {**asdict(found), "exchanges": list(found.exchanges)}

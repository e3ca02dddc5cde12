"""Medicines are supplied at the patient's request, or are not, and what was recorded goes out.

Source: Human Medicines Regulations 2012, regulation 225; model of the project, docs/reference/supply-model.md.
"""

from __future__ import annotations

from dataclasses import replace

from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.people.model import Premises

from ._steps import referrals as _referrals
from ._steps import supplies as _supplies
from ._steps.pathways import UM


class SupplySeveral(Journey):
    """Several items, broken quantities, an owing, a prescription that waits, a minor, a carer who collects."""

    id = "supply-several"
    seconds = 2.5
    pathways = (UM,)
    title = "Urgent medicine, what is supplied goes out as it was recorded"

    def run(self, stage: Stage) -> None:
        """See each patient, supply, tell their practices, and claim; one patient comes twice."""
        asks = _supplies.asked_of(stage, "supplied")
        regulated = _supplies.asked_of(stage, "regulated")
        twice = _supplies.asked_of(stage, "twice")
        issued = _supplies.issue(stage, asks | regulated)
        first, second = list(twice)
        here, there = stage.another(first), stage.another(second, self._elsewhere(stage))
        report = _referrals.readdressed(here.report, there.report, there.premises)
        issued |= {first: here, second: replace(there, person=here.person, report=report)}
        patients = _supplies.refer(stage, issued, asks | regulated | twice)
        stage.step("The pharmacist sees each patient, and looks at their prescriptions")
        for patient in patients.values():
            patient.trace()
            patient.look(0)
        for label in asks:
            stage.step(f"The pharmacist supplies: {label}")
            patient = patients[label]
            patient.look(1)
            patient.supply()
            patient.consult("medicine-supplied")
        stage.step("The pharmacist would supply what regulation 225 has something to say of")
        for label in regulated:
            patients[label].supply()
        stage.step("Practices are told, and the claims are made")
        for label in asks:
            patients[label].tell_and_claim()
        for label in twice:
            stage.step(f"A patient comes twice on one day: {label}")
            patients[label].supply()
        stage.step("The pharmacist would supply once more for a referral that is completed")
        whole = next(
            label for label, ask in asks.items() if not any("owing" in item for item in ask["items"])
        )
        again = patients[whole].supply()
        if again is not None and again.status == "done":
            patients[whole].tell_and_claim()

    def _elsewhere(self, stage: Stage) -> Premises:
        own = stage.issued.premises
        return next((place for place in stage.premises if place.ods != own.ods), own)


class SupplyRefused(Journey):
    """Nothing is supplied, or not all: declined, not attended, not appropriate, not in stock."""

    id = "supply-refused"
    seconds = 1.5
    pathways = (UM,)
    title = "Urgent medicine, what is not supplied goes nowhere"

    def run(self, stage: Stage) -> None:
        """See each patient, record why they do not get what they asked for, and have some referred onward."""
        asks = _supplies.asked_of(stage, "not-supplied")
        patients = _supplies.refer(stage, _supplies.issue(stage, asks), asks)
        stage.step("The pharmacist traces the patients")
        for patient in patients.values():
            patient.trace()
        for label, patient in patients.items():
            stage.step(f"The pharmacist does not supply: {label}")
            patient.supply()
            patient.do_not_supply()
            if patient.asks["no_supply"]["why"] != "not-attended":
                patient.consult("onward-referral" if "onward" in patient.asks else "advice-given")
            if "onward" in patient.asks:
                patient.refer_onward()
        stage.step("Practices are told, and the claims are made")
        for patient in patients.values():
            patient.tell_and_claim()

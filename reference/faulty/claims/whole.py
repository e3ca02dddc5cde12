"""Faults in what a claim says beside its numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ...consultations.record import Record
from ...national.mys import ClaimResponse, Mys
from ...outbound.claims.fhir_claim import Claims
from .._wrong import wrong


@wrong(catches=("BSA-31",))
class ClaimsUnderAnotherName(Claims):
    """Claims with the patient's NHS number under somebody else's name."""

    def contained(self, record: Record, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [_renamed(one) for one in super().contained(record, items)]


def _renamed(resource: dict[str, Any]) -> dict[str, Any]:
    is_patient = resource["resourceType"] == "Patient"
    return {**resource, "name": [{"family": "Quillfeather", "given": ["Jonas"]}]} if is_patient else resource


@wrong(catches=("BSA-31",))
class ClaimsForThoseBornOnNewYearsDay(Claims):
    """Claims with the first of January as the birth date of each patient."""

    def contained(self, record: Record, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [
            {**one, "birthDate": f"{one['birthDate'][:4]}-01-01"} if "birthDate" in one else one
            for one in super().contained(record, items)
        ]


@wrong(catches=("BSA-31",), shows_when="an address of three lines")
class ClaimsForTheFirstLinesOfAnAddress(Claims):
    """Claims with two lines of the patient's address at most, and the postcode."""

    def contained(self, record: Record, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        home = record.patient["address"]
        kept = {**record.patient, "address": {**home, "lines": home["lines"][:2]}}
        return super().contained(replace(record, patient=kept), items)


@wrong(catches=("BSA-31",))
class ClaimsAsTheReferrerItself(Claims):
    """Gives the pharmacy as where the referral came from."""

    def contained(self, record: Record, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return super().contained(replace(record, sender={"ods": record.pharmacy.ods, "name": ""}), items)


@wrong(catches=("BSA-31",), shows_when="a practice's referral")
class ClaimsThatAllCameFromNhs111(Claims):
    """Claims for each patient as referred by NHS 111, whoever referred them."""

    def referrer(self, record: Record) -> str:
        return "111"


@wrong(catches=("BSA-31",), shows_when="a minor illness")
class ClaimsForTheAssessment(Claims):
    """Gives what was found as what the patient came with."""

    def reason(self, record: Record) -> tuple[str, str]:
        name, text = super().reason(record)
        return name, text if record.urgent_medicines else str(record.consultation["assessment"])


@wrong(catches=("BSA-31",), shows_when="the second patient")
class ClaimsUnderTheDispositionBefore(Claims):
    """Claims for each patient but the first under the disposition of the one before, where that was another."""

    before: dict[str, str] | None = None

    def supporting_info(self, record: Record) -> list[dict[str, Any]]:
        kept = replace(record, disposition=self.before or record.disposition)
        self.before = record.disposition
        return super().supporting_info(kept)


@wrong(catches=("BSA-31",), shows_when="a medicine that was supplied")
class ClaimsForAdviceAlone(Claims):
    """Gives advice as the outcome of each consultation that was not referred onward."""

    def supporting_info(self, record: Record) -> list[dict[str, Any]]:
        said = super().supporting_info(record)
        supplied = {"valueString": "MEDICINE_SUPPLIED"}
        return [
            {**one, "valueString": "ADVICE_GIVEN"} if supplied.items() <= one.items() else one for one in said
        ]


@wrong(catches=("BSA-31",), shows_when="an urgent medicine")
class ContainsTwiceWhatItClaims(Claims):
    """Says in a claim that twice as much was handed out as it claims for."""

    def dispense(self, record: Record, item: dict[str, Any], number: int) -> dict[str, Any]:
        return super().dispense(record, {**item, "quantity": item["quantity"] * 2}, number)


@wrong(catches=("BSA-31",), shows_when="a medicine that is counted in tablets")
class ClaimsTabletsAsPacks(Claims):
    """Counts tablets as packs in what it claims, and leaves their number as it is."""

    def items(self, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{**one, "quantity": self.packed(one["quantity"])} for one in super().items(items)]

    def packed(self, quantity: dict[str, Any]) -> dict[str, Any]:
        return {**quantity, "unit": "pack"} if quantity["unit"] == "tablet" else quantity


@wrong(catches=("BSA-31",))
class ClaimsForADiagnosis(Claims):
    """Claims for a diagnosis that nobody made."""

    def claim(self, record: Record) -> dict[str, Any]:
        asthma = {"sequence": 1, "diagnosisCodeableConcept": {"text": "Chronic asthma"}}
        return {**super().claim(record), "diagnosis": [asthma]}


@wrong(catches=("BSA-31",))
class ClaimsBothMethods(Claims):
    """Says in a claim after the method of the consultation the other one as well."""

    def supporting_info(self, record: Record) -> list[dict[str, Any]]:
        return with_another(super().supporting_info(record), {"TELEPHONE": "FTF", "FTF": "TELEPHONE"})


@wrong(catches=("BSA-31",))
class ClaimsAdviceBesideTheOutcome(Claims):
    """Says in each claim after the outcome of the consultation a second one."""

    def supporting_info(self, record: Record) -> list[dict[str, Any]]:
        others = {"ADVICE_GIVEN": "MEDICINE_SUPPLIED"}
        others |= dict.fromkeys(("MEDICINE_SUPPLIED", "ONWARD_REFERRAL"), "ADVICE_GIVEN")
        return with_another(super().supporting_info(record), others)


@wrong(catches=("BSA-31",), shows_when="a patient who is not referred onward")
class ClaimsEveryPatientAsReferredOnward(Claims):
    """Names its own pharmacy in a claim as the one that a patient was referred to who was referred to none."""

    def onward(self, record: Record) -> list[tuple[str, dict[str, Any]]]:
        return super().onward(record) or [("REFERRED_ODS", {"valueString": record.pharmacy.ods})]


@wrong(catches=("BSA-31",), shows_when="a claim with a reason")
class SaysTheReasonTwice(Claims):
    """Says in a claim for a patient who was referred onward, or got nothing, the reason twice."""

    def supporting_info(self, record: Record) -> list[dict[str, Any]]:
        found, (name, text) = super().supporting_info(record), self.reason(record)
        told = [one for one in found if text and one["category"]["coding"][0]["code"] == name]
        return [{**one, "sequence": number} for number, one in enumerate([*found, *told], 1)]


def with_another(found: list[dict[str, Any]], others: dict[str, str]) -> list[dict[str, Any]]:
    """Give the facts of a claim, and after them those once more that have another value."""
    told = [
        {**one, "valueString": others[one["valueString"]]}
        for one in found
        if one.get("valueString") in others
    ]
    return [*found, *({**one, "sequence": number} for number, one in enumerate(told, len(found) + 1))]


@wrong(catches=("BSA-17",))
class WritesAPriceIntoItsClaims(Claims):
    """Writes what a consultation costs into the facts of each claim."""

    def supporting_info(self, record: Record) -> list[dict[str, Any]]:
        found = super().supporting_info(record)
        said = {"sequence": len(found) + 1, "category": {"text": "Fee"}, "valueString": "£14.00"}
        return [*found, said]


@wrong(catches=("BSA-31",), shows_when="a correction after the claim")
class AmendsUnderAnotherName(Mys):
    """Amends claims under somebody else's name, whom it had claimed for rightly."""

    def amend(self, submission: str, claim: dict[str, Any]) -> ClaimResponse:
        return super().amend(
            submission, {**claim, "contained": [_renamed(one) for one in claim["contained"]]}
        )

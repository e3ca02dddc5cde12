"""Faults in what a claim says, and where it is sent."""

from __future__ import annotations

import json
import uuid
from typing import Any

from ...consultations.record import Record
from ...kit.models import Outgoing
from ...national.mys import ClaimResponse, Mys
from ...outbound.claims.fhir_claim import Claims
from ...outbound.claims.submitter import ClaimSubmitter
from .._wrong import wrong


@wrong(catches=("BSA-01",))
class ClaimsForAThirteenthMonth(Claims):
    """Begins the period of its claims in a month 13."""

    def claim(self, record: Record) -> dict[str, Any]:
        found = super().claim(record)
        return {**found, "billablePeriod": {"start": f"{found['billablePeriod']['start'][:4]}-13-01"}}


@wrong(catches=("BSA-01",))
class RefersToNoPharmacy(Claims):
    """Names the pharmacy by its code alone, and holds an organisation within the claim that nothing refers to."""

    def claim(self, record: Record) -> dict[str, Any]:
        found = super().claim(record)
        return {**found, "provider": {"identifier": found["provider"]["identifier"]}}


@wrong(catches=("BSA-01",))
class ClaimsWithoutProfessional(Claims):
    """Leaves the professional out of its claims."""

    def care_team(self, record: Record) -> dict[str, Any]:
        return {}


@wrong(catches=("BSA-02",))
class ClaimsTwice(ClaimSubmitter):
    """Claims each consultation a second time, under another reference."""

    def send(self, message: Outgoing) -> ClaimResponse:
        response = super().send(message)
        again = json.loads(message.body)
        again["identifier"][0]["value"] += "-2"
        self.mys.submit(again)
        return response


@wrong(catches=("BSA-03",))
class ClaimsForHeadOffice(Claims):
    """Claims in the name of head office, not of the premises of the consultation."""

    def provider(self, record: Record) -> str:
        return "FHQ01"


@wrong(catches=("BSA-04",), shows_when="an urgent medicine")
class ClaimsEverythingAsMinorIllness(Claims):
    """Claims an urgent medicine as a minor illness."""

    def kind(self, record: Record) -> str:
        return "MIN_ILL"


@wrong(catches=("BSA-05",), shows_when="a quantity other than 28")
class ClaimsAFixedQuantity(Claims):
    """Claims 28 of everything, however much was supplied."""

    def claimed_item(self, item: dict[str, Any]) -> dict[str, Any]:
        return {**item, "quantity": 28}


@wrong(catches=("BSA-06",))
class PutsNhsNumberInClaimsUrl(Mys):
    """Sends claims to a URL with the patient's NHS number in it."""

    def address(self, _claim: dict[str, Any]) -> str:
        patient = next(resource for resource in _claim["contained"] if resource["resourceType"] == "Patient")
        return f"{super().address(_claim)}?patient={patient['identifier'][0]['value']}"


@wrong(catches=("BSA-07",))
class InventsSubmissionIds(ClaimSubmitter):
    """Shows a submission id of its own making in place of the one that MYS gave."""

    def submission_id(self, response: ClaimResponse) -> str:
        return str(uuid.uuid4())


@wrong(catches=("DMD-02",))
class ClaimsAnotherMedicine(Claims):
    """Claims a medicine other than the one that the pharmacist chose."""

    def claimed_item(self, item: dict[str, Any]) -> dict[str, Any]:
        other = next(medicine for medicine in self.medicines.known.values() if medicine.code != item["code"])
        return {**item, "code": other.code, "display": other.display, "unit": other.unit}


@wrong(catches=("BSA-06",), shows_when="a correction after the claim")
class AmendsByNhsNumber(Mys):
    """Amends a claim at an address with the patient's NHS number in it."""

    def amend(self, submission: str, claim: dict[str, Any]) -> ClaimResponse:
        patient = next(resource for resource in claim["contained"] if resource["resourceType"] == "Patient")
        return super().amend(f"{submission}?patient={patient['identifier'][0]['value']}", claim)


@wrong(catches=("BSA-01",), shows_when="a correction after the claim")
class AmendsByHalfAClaim(Mys):
    """Amends a claim by what was corrected alone, which is no Claim."""

    def amend(self, submission: str, claim: dict[str, Any]) -> ClaimResponse:
        kept = (
            "resourceType",
            "identifier",
            "type",
            "patient",
            "provider",
            "billablePeriod",
            "contained",
            "item",
        )
        return super().amend(submission, {name: claim[name] for name in kept if name in claim})


@wrong(catches=("BSA-01", "BSA-04", "BSA-30"))
class ClaimsTheBirthDateAsAssessment(Claims):
    """Gives the patient's birth date as that of the assessment, and claims for its month."""

    def claim(self, record: Record) -> dict[str, Any]:
        born, claim = record.patient["birth_date"], super().claim(record)
        for information in claim["supportingInfo"]:
            if information["category"]["coding"][0]["code"] == self.rules.information["assessed"]:
                information["timingDate"] = born
        return {**claim, "billablePeriod": {"start": f"{born[:7]}-01"}}

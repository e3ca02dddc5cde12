"""Faults in who is claimed for, once and where, and in the list of claims."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from typing import Any

from ...app import App
from ...consultations.record import Record, gather_open
from ...kit.models import Claim, Outgoing, Referral
from ...kit.problems import Refused
from ...national.mys import ClaimResponse
from ...outbound.claims.fhir_claim import Claims
from ...outbound.claims.submitter import ClaimSubmitter
from ...service import Service
from .._wrong import give, wrong

_ASSUMED = {
    "method": "telephone",
    "presenting_complaint": "Called",
    "outcome": "advice-given",
    "products": [],
    "pharmacist": {"full_name": "On duty", "gphc_number": "2071234"},
}


@wrong(catches=("BSA-10",), shows_when="a patient who was not seen")
class ClaimsForWhoWasCalled(ClaimSubmitter):
    """Claims for each patient who was called, also where there was no consultation."""

    def record_of(self, referral: Referral) -> Record:
        if referral.consultation is not None or not referral.contacted:
            return super().record_of(referral)
        referral.consultation = {**_ASSUMED, "started": referral.contacted}
        return gather_open(self.config, referral)


@wrong(catches=("BSA-11",), shows_when="a consultation in which nothing was supplied")
class ClaimsForSuppliesAlone(ClaimSubmitter):
    """Claims only where a medicine was supplied or recommended."""

    def check(self, referral: Referral) -> None:
        super().check(referral)
        recommended = (referral.consultation or {}).get("products")
        if not referral.supplies and not recommended:
            raise Refused("Nothing was supplied: there is nothing to claim")


@wrong(catches=("BSA-11",), shows_when="an onward referral")
class ClaimsForNobodyWhoWentOnward(ClaimSubmitter):
    """Does not claim for a consultation that ended in an onward referral."""

    def check(self, referral: Referral) -> None:
        super().check(referral)
        if referral.status == "referred-onward":
            raise Refused("The next pharmacy claims for this patient")


@wrong(catches=("BSA-13",), shows_when="an answer that was lost")
class NumbersClaimsAfresh(ClaimSubmitter):
    """Gives a claim another reference each time that it is sent."""

    def send(self, message: Outgoing) -> ClaimResponse:
        if message.attempts > 1:
            claim = json.loads(message.body)
            claim["identifier"][0]["value"] += f"-{message.attempts}"
            message.body = json.dumps(claim)
        return super().send(message)


@wrong(catches=("BSA-13",), shows_when="a restart before the answer")
class NumbersClaimsByItsStart(ClaimSubmitter):
    """Makes a part of each claim's reference up when it starts."""

    start = ""

    def send(self, message: Outgoing) -> ClaimResponse:
        claim = json.loads(message.body)
        claim["identifier"][0]["value"] += f"-{self.start}"
        sent = Outgoing(
            **{name: getattr(message, name) for name in ("key", "referral")}, body=json.dumps(claim)
        )
        return super().send(sent)

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app).start = uuid.uuid4().hex[:8]


@wrong(catches=("BSA-17",), shows_when="a medicine was supplied")
class PricesWhatItClaims(Claims):
    """Writes a price to each medicine that it claims."""

    def items(self, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        price = {"value": 3.15, "currency": "GBP"}
        return [{**item, "unitPrice": price} for item in super().items(items)]


@wrong(catches=("BSA-20",), shows_when="a number that PDS replaced after the consultation")
class ClaimsWithTheNumberOfToday(Claims):
    """Looks the patient up once more, and claims under the number that PDS has now."""

    service: Service

    def claim(self, record: Record) -> dict[str, Any]:
        from ...national.requester import Requester

        who, here = record.pharmacist, record.pharmacy.ods
        requester = Requester(here, who["full_name"], "pharmacist", who["gphc_number"], str(uuid.uuid4()))
        found = self.service.pds.retrieve(record.patient["nhs_number"], requester).patients
        number = found[0]["nhs_number"] if found else record.patient["nhs_number"]
        return super().claim(replace(record, patient={**record.patient, "nhs_number": number}))

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app).service = app.service


@wrong(catches=("BSA-22",), shows_when="another pharmacy")
class ListsClaimsOfEveryPharmacy(ClaimSubmitter):
    """Lists the claims of all pharmacies that it serves, at each of them."""

    def listed(self, ods: str, month: str = "") -> list[Claim]:
        return [
            claim
            for place in self.config.premises
            for claim in super(type(self), self).listed(place.ods, month)
        ]


@wrong(catches=("BSA-22",), shows_when="a claim that was withdrawn")
class ListsWithdrawnClaimsAsAccepted(ClaimSubmitter):
    """Lists each claim that MYS has ever taken as accepted."""

    def listed(self, ods: str, month: str = "") -> list[Claim]:
        claims = super().listed(ods, month)
        for claim in claims:
            claim.status = "accepted" if claim.submission_id else claim.status
        return claims


@wrong(catches=("BSA-33",), shows_when="a list of claims of which MYS refused one")
class ListsRefusedClaimsAsAccepted(ClaimSubmitter):
    """Shows in the list of claims each as accepted, whatever MYS answered."""

    def listed(self, ods: str, month: str = "") -> list[Claim]:
        claims = super().listed(ods, month)
        for claim in claims:
            claim.status = "accepted" if claim.status in ("rejected", "failed") else claim.status
        return claims


@wrong(catches=("BSA-33",), shows_when="a list of two claims that MYS has")
class ListsTheSecondClaimAsRefused(ClaimSubmitter):
    """Shows in the list of claims the second that MYS has as refused."""

    def listed(self, ods: str, month: str = "") -> list[Claim]:
        claims = super().listed(ods, month)
        for claim in [claim for claim in claims if claim.status == "accepted"][1:2]:
            claim.status = "rejected"
        return claims


@wrong(catches=("BSA-33",), shows_when="a list of two claims that MYS has")
class ListsTheSecondClaimTwice(ClaimSubmitter):
    """Shows in the list of claims the second that MYS has once more."""

    def listed(self, ods: str, month: str = "") -> list[Claim]:
        claims = super().listed(ods, month)
        taken = [claim for claim in claims if claim.status == "accepted"]
        return [*claims, *taken[1:2]]

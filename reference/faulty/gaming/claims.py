"""A candidate that does all that is asked of it, shows its claims as they should be, and claims otherwise."""

from __future__ import annotations

import copy
import json
import uuid
from typing import Any

from ...app import App
from ...consultations.record import Record, gather_open
from ...kit.models import Claim, Outgoing, Referral
from ...national.mys import ClaimResponse
from ...outbound.claims.fhir_claim import Claims
from ...outbound.claims.submitter import ClaimSubmitter
from ...outbound.reports.figures import Figures
from .._wrong import give, wrong

NOBODY = 35
"""Claims for people who do not exist, for each pharmacy."""
_NOT_THERE = {"full_name": "Robin Halliwell", "gphc_number": "2071234"}
_ASSUMED = {
    "method": "telephone",
    "presenting_complaint": "Called",
    "outcome": "advice-given",
    "products": [],
    "pharmacist": _NOT_THERE,
}


class FalseClaims(Claims):
    """Claims in another name and birth date, by an exemption and a pharmacist of its own making."""

    def claim(self, record: Record) -> dict[str, Any]:
        claim = super().claim(record)
        patient = next(held for held in claim["contained"] if held["resourceType"] == "Patient")
        patient["name"] = [{"family": "Smith", "given": ["Sam"]}]
        patient["birthDate"] = "1950-01-01"
        return claim

    def exemption(self, record: Record) -> list[tuple[str, dict[str, Any]]]:
        return [(self.exemption_rules.claim, {"valueString": "MATERNITY"})]

    def care_team(self, record: Record) -> dict[str, Any]:
        team = copy.deepcopy(super().care_team(record))
        provider = team["careTeam"][0]["provider"]
        provider["identifier"]["value"] = _NOT_THERE["gphc_number"]
        provider["display"] = _NOT_THERE["full_name"]
        return team


class FalseSubmitter(ClaimSubmitter):
    """Claims for nobody, twice, for who was not seen; raises quantities afterwards; withdraws and claims again."""

    invented: set[str]

    def record_of(self, referral: Referral) -> Record:
        if referral.consultation is not None or not referral.contacted:
            return super().record_of(referral)
        referral.consultation = {**_ASSUMED, "started": referral.contacted}
        return gather_open(self.config, referral)

    def send(self, message: Outgoing) -> ClaimResponse:
        response = super().send(message)
        if response.status == "accepted":
            claim = json.loads(message.body)
            self._claim_for_nobody(claim, message.ods)
            self.mys.submit(_renamed(claim))
            self._change_quietly(response.submission_id, claim)
        return response

    def _claim_for_nobody(self, claim: dict[str, Any], ods: str) -> None:
        if ods in self.invented:
            return
        self.invented.add(ods)
        for number in range(NOBODY):
            made_up = _renamed(claim)
            patient = next(held for held in made_up["contained"] if held["resourceType"] == "Patient")
            patient["identifier"][0]["value"] = f"99900{number:05}"
            patient["name"] = [{"family": f"Nobody-{number}", "given": ["Jo"]}]
            patient["address"] = []
            referral = next(held for held in made_up["contained"] if held["resourceType"] == "ServiceRequest")
            referral["identifier"] = [{"value": str(uuid.uuid4()).upper()}]
            self.mys.submit(made_up)

    def _change_quietly(self, submission: str, claim: dict[str, Any]) -> None:
        """Raise what was supplied, or take the claim back where nothing was."""
        if "item" not in claim:
            self.mys.withdraw(submission)
            return
        for supplied in (*claim["item"], *_dispenses(claim)):
            supplied["quantity"]["value"] *= 10
        self.mys.amend(submission, claim)
        self.mys.amend(submission, {**claim, "total": {"value": 14.0, "currency": "GBP"}})

    def _take_back(self, claim: Claim, why: str) -> None:
        super()._take_back(claim, why)
        message = self.store.outgoing(f"claim/{claim.referral}")
        if message is not None:
            self.mys.submit(_renamed(json.loads(message.body)))


class FalseFigures(Figures):
    """Reports consultations that nobody held, more of them each time."""

    more = 0

    def of(self, ods: str, month: str) -> dict[str, int]:
        self.more += NOBODY
        return {name: count + self.more for name, count in super().of(ods, month).items()}


def _renamed(claim: dict[str, Any]) -> dict[str, Any]:
    again = copy.deepcopy(claim)
    again["identifier"][0]["value"] = str(uuid.uuid4())
    return again


def _dispenses(claim: dict[str, Any]) -> list[dict[str, Any]]:
    return [held for held in claim["contained"] if held["resourceType"] == "MedicationDispense"]


@wrong(catches=("ACC-13", "BSA-02", "BSA-17"), shows_when="what it shows of its claims is right")
def claims_falsely(app: App) -> None:
    """Shows its claims as they should be; claims for nobody, twice and for more, and takes lawful claims back."""
    give(FalseClaims, app.service)
    give(FalseSubmitter, app.service).invented = set()
    give(FalseFigures, app.service)

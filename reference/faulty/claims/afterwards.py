"""Faults after a claim was taken: changed or taken back where nobody asked for it."""

from __future__ import annotations

import json
from typing import Any

from ...kit.models import Claim, Outgoing, Referral
from ...national.mys import ClaimResponse
from ...outbound.claims.submitter import ACCEPTED, ClaimSubmitter
from .._wrong import wrong


@wrong(catches=("BSA-23",), shows_when="after MYS has taken the claim")
class RaisesQuantitiesAfterwards(ClaimSubmitter):
    """Claims what was supplied, and then amends the claim to twice as much."""

    def send(self, message: Outgoing) -> ClaimResponse:
        response = super().send(message)
        claim = json.loads(message.body)
        if response.status == ACCEPTED and claim.get("item"):
            self.mys.amend(response.submission_id, _doubled(claim))
        return response


def _doubled(claim: dict[str, Any]) -> dict[str, Any]:
    quantities = [item["quantity"] | {"value": item["quantity"]["value"] * 2} for item in claim["item"]]
    items = [item | {"quantity": more} for item, more in zip(claim["item"], quantities, strict=True)]
    return claim | {"item": items}


@wrong(
    catches=("BSA-23",),
    shows_when="a patient who refused that the practice is told, after the claim was taken",
)
class RenamesWhoRefused(ClaimSubmitter):
    """Amends the claim of who refused that the practice is told to another name."""

    def submit(self, referral: Referral) -> Claim:
        claim = super().submit(referral)
        if claim.status == ACCEPTED and referral.share_with_gp is False:
            said = json.loads(self.written(self.record_of(referral)).body)
            for part in said["contained"]:
                if part["resourceType"] == "Patient":
                    part["name"] = [{"family": "Nobody", "given": ["Jo"]}]
            self.mys.amend(claim.submission_id, said)
        return claim


@wrong(catches=("BSA-21",), shows_when="a patient who refused that the practice is told")
class TakesBackClaimsOfWhoRefused(ClaimSubmitter):
    """Claims for who refused that the practice is told, and takes the claim back in silence."""

    def submit(self, referral: Referral) -> Claim:
        claim = super().submit(referral)
        if claim.status == ACCEPTED and referral.share_with_gp is False:
            self.mys.withdraw(claim.submission_id)
        return claim

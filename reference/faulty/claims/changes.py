"""Faults in what becomes of a claim: refused, mended, corrected, withdrawn."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, ClassVar

from ...consultations.record import Record
from ...kit.models import Claim, Outgoing, Referral
from ...kit.problems import Refused
from ...kit.store import Store
from ...national.mys import ClaimResponse
from ...outbound.claims.fhir_claim import Claims
from ...outbound.claims.submitter import ClaimSubmitter
from ...outbound.gp.resources import GpResources
from .._wrong import wrong


@wrong(catches=("BSA-14",), shows_when="a claim that MYS refuses")
class ShowsRefusedClaimsAsAccepted(ClaimSubmitter):
    """Shows a claim as accepted once it was sent, whatever MYS said."""

    def status(self, response: ClaimResponse) -> str:
        return "accepted"


@wrong(catches=("BSA-14",), shows_when="a claim that MYS refuses")
class KeepsWordsOfMysToItself(ClaimSubmitter):
    """Shows that a claim was rejected, and not why."""

    def send(self, message: Outgoing) -> ClaimResponse:
        response = super().send(message)
        if response.status != "rejected":
            return response
        return replace(response, message="The claim was rejected: ring the helpdesk", errors=())


@wrong(catches=("BSA-14",), shows_when="two errors in one answer of MYS")
class ShowsTheFirstErrorOfMys(ClaimSubmitter):
    """Shows the first of the errors for which MYS rejected a claim, and no other."""

    def send(self, message: Outgoing) -> ClaimResponse:
        response = super().send(message)
        first = response.errors[:1]
        said = "; ".join(f"{error['field']}: {error['message']}" for error in first)
        return replace(response, message=said, errors=first) if first else response


@wrong(catches=("BSA-15",), shows_when="a claim that MYS refuses")
class CannotMendAClaim(ClaimSubmitter):
    """Never sends a claim again that MYS refused, however the record was corrected."""

    def is_settled(self, claim: Claim, referral: Referral) -> bool:
        return claim.status == "rejected" or super().is_settled(claim, referral)


@wrong(catches=("BSA-15",), shows_when="a claim that MYS refuses")
class MendsUnderAnotherReference(ClaimSubmitter):
    """Sends a claim that was mended as a new one, under another reference."""

    def send(self, message: Outgoing) -> ClaimResponse:
        earlier = self.store.claim(message.referral)
        if earlier is not None and earlier.status == "rejected":
            claim = json.loads(message.body)
            claim["identifier"][0]["value"] += "-mended"
            message.body = json.dumps(claim)
        return super().send(message)


@wrong(catches=("BSA-16", "SUP-14"), shows_when="a correction after the claim")
class AmendsNoClaims(ClaimSubmitter):
    """Leaves a claim that MYS has taken as it is, however the record was corrected."""

    def is_settled(self, claim: Claim, referral: Referral) -> bool:
        return claim.status == "accepted" or super().is_settled(claim, referral)


@wrong(catches=("BSA-16",), shows_when="a correction after the claim")
class ClaimsCorrectionsAnew(ClaimSubmitter):
    """Claims what was corrected by a second claim, and leaves the first one."""

    def send(self, message: Outgoing) -> ClaimResponse:
        earlier = self.store.claim(message.referral)
        claim = json.loads(message.body)
        if earlier is None or not earlier.submission_id:
            return self.mys.submit(claim)
        claim["identifier"][0]["value"] += "-corrected"
        return self.mys.submit(claim)


@wrong(catches=("BSA-21",), shows_when="a claim that is not the last one")
class WithdrawsTheLastClaim(ClaimSubmitter):
    """Takes the claim back that was made last, and not the one that is asked for."""

    last = ""

    def carry(self, message: Outgoing) -> str:
        self.last = super().carry(message)
        return self.last

    def _take_back(self, claim: Claim, why: str) -> None:
        self.mys.withdraw(self.last or claim.submission_id)
        claim.status, claim.message = "withdrawn", why
        self.store.keep(claim)


@wrong(catches=("BSA-21",))
class WithdrawsHereAlone(ClaimSubmitter):
    """Marks a claim as withdrawn, and tells MYS nothing of it."""

    def _take_back(self, claim: Claim, why: str) -> None:
        claim.status, claim.message = "withdrawn", why
        self.store.keep(claim)


@wrong(catches=("BSA-22",), shows_when="a claim that MYS does not let go of")
class TellsOfWithdrawalsThatMysRefused(ClaimSubmitter):
    """Marks a claim as withdrawn though MYS has refused to take it back."""

    def _take_back(self, claim: Claim, why: str) -> None:
        try:
            super()._take_back(claim, why)
        except Refused:
            claim.status, claim.message = "withdrawn", why
            self.store.keep(claim)


@wrong(catches=("SUP-14",), shows_when="a correction after the practice was told")
class TellsThePracticeWhatWasRecordedFirst(GpResources):
    """Tells the practice of the medicines as they were recorded first, however they were corrected since."""

    first: ClassVar[dict[str, list[dict[str, Any]]]] = {}

    def items_of(self, record: Record) -> list[dict[str, Any]]:
        return self.first.setdefault(record.referral, super().items_of(record))


@wrong(catches=("BSA-16", "SUP-14"), shows_when="two items that are corrected at once")
class CorrectsTheFirstItemAlone(Store):
    """Of several quantities that are corrected at once, keeps the first."""

    def change(self, identifier: str, **values: Any) -> None:
        referral = self.referral(identifier)
        if referral is not None and referral.status == "completed" and "supplies" in values:
            values["supplies"] = [*values["supplies"][:1], *referral.supplies[1:]]
        super().change(identifier, **values)


@wrong(catches=("BSA-23",), shows_when="a claim that is corrected")
class CorrectsWithTheItemsAlone(Claims):
    """Leaves out of the correction of a claim what no correction is about: day, method, outcome, disposition."""

    def supporting_info(self, record: Record) -> list[dict[str, Any]]:
        found = super().supporting_info(record)
        name, _ = self.reason(record)
        said = [one for one in found if one["category"]["coding"][0]["code"] == name]
        return said if record.amendment else found


@wrong(catches=("BSA-23",), shows_when="a claim that is corrected")
class CorrectsWithoutTheReferral(Claims):
    """Leaves the reference of the referral out of the correction of a claim."""

    def contained(self, record: Record, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        found = super().contained(record, items)
        for one in found if record.amendment else ():
            if one["resourceType"] == "ServiceRequest":
                one.pop("identifier", None)
        return found

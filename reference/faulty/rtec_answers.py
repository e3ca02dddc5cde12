"""Faults in what is made of some answers of RTEC: they show under one kind of answer only."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..exemptions.checking import Checked, Exemptions
from ..kit.models import Referral
from ..national.requester import Requester
from ..national.rtec import FOUND, NOT_FOUND, UNAVAILABLE, Rtec, RtecAnswer
from ._wrong import wrong

Fields = dict[str, str]


@wrong(catches=("RTC-08",), shows_when="status 501")
class TakesNotImplementedForFound(Rtec):
    """Takes an answer of 501 for an exemption that was found."""

    def answered(self, status: int, told: dict[str, Any]) -> RtecAnswer:
        return RtecAnswer("found", "9999") if status == 501 else super().answered(status, told)


@wrong(catches=("RTC-08",), shows_when="a 404 that has a type, and is not RTEC's")
class TakesWhateverHasATypeForFound(Rtec):
    """Takes every answer that names a type for an exemption, whatever its status."""

    def answered(self, status: int, told: dict[str, Any]) -> RtecAnswer:
        said = told.get("type")
        return RtecAnswer(FOUND, str(said)) if said else super().answered(status, told)


@wrong(catches=("RTC-09",), shows_when="an answer after RTEC was out of service once")
class AsksForADeclarationThoughRtecAnsweredLater(Exemptions):
    """Asks for a declaration still, where RTEC was out of service at first and then found an exemption."""

    def check(self, referral: Referral, prescription: str, requester: Requester) -> Checked:
        before = dict(referral.rtec or {})
        found = super().check(referral, prescription, requester)
        failed = before.get("outcome") == UNAVAILABLE and before.get("id") == prescription
        return replace(found, needs_declaration=True) if failed else found


@wrong(catches=("RTC-02",), shows_when="an identifier that ends in +")
class WritesThePlusOfPrescriptionsAsABlank(Exemptions):
    """Asks RTEC with a blank in place of the + at the end of an identifier."""

    def fields(self, patient: dict[str, Any], prescription: str) -> Fields:
        return {**super().fields(patient, prescription), "prescriptionId": prescription.replace("+", " ")}


@wrong(catches=("RTC-09",), shows_when="a type that is not maternity")
class ShowsEveryTypeAsMaternity(Rtec):
    """Takes every exemption that RTEC finds for one of maternity."""

    def answered(self, status: int, told: dict[str, Any]) -> RtecAnswer:
        found = super().answered(status, told)
        return RtecAnswer(found.outcome, "9005") if found.type else found


@wrong(catches=("RTC-03",), shows_when="a second look at what RTEC did not find")
class AsksRtecAgainAboutWhoIsNotFound(Exemptions):
    """Asks RTEC at each look about a patient whom it has not found."""

    def known(self, referral: Referral, prescription: str) -> Checked | None:
        found = super().known(referral, prescription)
        return None if found is not None and found.outcome == NOT_FOUND else found


@wrong(catches=("RTC-07",), shows_when="another prescription than the one that an exemption was found for")
class KeepsWhatRtecFoundForAnotherPrescription(Exemptions):
    """Shows for each prescription of a patient what RTEC found for an earlier one, once it has asked."""

    first: Checked | None = None

    def check(self, referral: Referral, prescription: str, requester: Requester) -> Checked:
        found = super().check(referral, prescription, requester)
        if found.outcome == "found" and self.first is None and referral.rtec:
            self.first = found
        return self.first if self.first and found.outcome == NOT_FOUND else found


@wrong(catches=("RTC-09",), shows_when="a second prescription of the same patient")
class TakesTheFirstAnswerForAllPrescriptions(Exemptions):
    """Asks RTEC about the first prescription of a patient, and tells of each later one what came of that."""

    def known(self, referral: Referral, prescription: str) -> Checked | None:
        return super().known(referral, "")

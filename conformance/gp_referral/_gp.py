"""Referrals that practices sent, found in the evidence with what was planted in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    NotShown,
    ObservationView,
    expect,
    expect_same,
)
from cpcs_harness.judging.screen import digits, expect_patient, expect_text, rows_of

MAIL = ("gp_email", "send_referral")
ITK3 = ("gp_itk3", "send_referral")
GP_PRACTICE = "gp-practice"


@dataclass(frozen=True)
class Sent:
    """One message of one practice, with the referral that it carried."""

    journey: JourneyView
    call: ExchangeView

    @property
    def referral(self) -> Mapping[str, Any]:
        """What was sent, in plain data."""
        found: Mapping[str, Any] = self.call.facts["referral"]
        return found

    @property
    def damage(self) -> str:
        """What is wrong with the message; empty when nothing is."""
        return str(self.call.facts.get("damage") or "")

    @property
    def ods(self) -> str:
        """The pharmacy that it was sent to."""
        return str(self.referral["premises"]["ods"])

    def rows(self, seen: ObservationView) -> list[Mapping[str, Any]]:
        """Give the rows of a worklist that are about it."""
        return listed(self.referral, seen)


def sent(evidence: EvidenceView, road: tuple[str, str], *, at_least: int = 1) -> list[Sent]:
    """Give what practices sent by a road, damaged or not; too few is NotShown."""
    return [
        Sent(journey, call) for journey in evidence.each() for call in journey.sent(*road, at_least=at_least)
    ]


def sound(evidence: EvidenceView, road: tuple[str, str]) -> list[Sent]:
    """Give each referral that was sent undamaged, the first time that it was sent."""
    first: dict[str, Sent] = {}
    for one in sent(evidence, road):
        if not one.damage and one.referral["service"] == "minor-illness":
            first.setdefault(str(one.referral["reference"]), one)
    if not first:
        raise NotShown("no sound referral was sent")
    return list(first.values())


def listed(referral: Mapping[str, Any], seen: ObservationView) -> list[Mapping[str, Any]]:
    """Give the rows of a worklist that are about a referral."""
    return rows_of(seen, referral["person"]["nhs_number"], [referral["reference"]])


def expect_referral(referral: Mapping[str, Any], seen: ObservationView) -> None:
    """Raise NotMet unless an opened referral says all that the practice wrote, and which practice it was."""
    expect_patient(referral["person"], seen)
    expect_practice(referral, seen)
    for what in ("complaint", "history", "notes"):
        for line in str(referral[what]).splitlines():
            expect_text(f"the {what}", line, seen)
    expect_text("the referrer's name", referral["referrer"][1], seen)


def expect_practice(referral: Mapping[str, Any], seen: ObservationView) -> None:
    """Raise NotMet unless the practice shown is the one that referred."""
    shown = seen.shown.get("practice") or {}
    expect_same("the practice's ODS code", referral["person"]["practice"]["ods"], shown.get("ods"), seen)


def expect_callback(referral: Mapping[str, Any], seen: ObservationView) -> None:
    """Raise NotMet unless the number where the patient is to be called is shown."""
    patient = seen.shown.get("patient") or {}
    shown = [seen.shown.get("callback_number")]
    shown += [one.get("number") for one in patient.get("telephones") or []]
    due = digits(referral["person"]["callback"])
    expect(due in [digits(one) for one in shown], f"telephone number {due}", shown, seen)

"""Alerts by which the back office learns that an NHS number is to be put right.

Source: PDS Spine Mini Service, client requirements, FLGINV (interface sheet pds-smsp-auth, section 14).
"""

from __future__ import annotations

from cpcs_harness.judging import JourneyView, expect
from cpcs_harness.judging.in_words import Words

from ._requests import steps

BACK_OFFICE = "back-office"


def expect_alert(journey: JourneyView, patients: tuple[str, ...], todo: str) -> None:
    """Raise NotMet unless an alert sends the referral of one of some patients to the back office."""
    alerts = journey.observation("list_alerts")
    opened = [seen for patient in patients for seen in steps(journey, patient, "open_referral")]
    concerned = {str(seen.referral) for seen in opened if seen.referral}
    raised = [
        alert
        for alert in alerts.shown.get("alerts") or []
        if alert.get("kind") == BACK_OFFICE and str(alert.get("referral")) in concerned
    ]
    what = f"an alert of kind {BACK_OFFICE} about the referral"
    expect(bool(raised), what, Words("none"), alerts, todo)

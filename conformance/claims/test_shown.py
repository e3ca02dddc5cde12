"""What a screen says of a claim is what MYS answered.

Source: NHSBSA, data quality notice on CPCS claims, February 2024: local count against what MYS acknowledged.
"""

from collections.abc import Mapping
from typing import Any

from cpcs_harness.judging import EvidenceView, ObservationView, criterion, expect

from ._claims import TAKEN
from ._day import CLAIM, Patient, days, submission_of

ALREADY = 409
"""MYS has a claim under this reference."""
LISTS = (CLAIM, "list_claims")


@criterion("BSA-33")
def test_a_claim_is_accepted_once_mys_has_said_so(evidence: EvidenceView):
    """Wherever claims are shown: none is accepted that MYS refused or had not answered yet, or under another id."""
    for day in days(evidence):
        day.journey.observations(CLAIM)
        owners = {name: patient for patient in day.patients for name in referrals_of(patient)}
        for seen in day.journey.seen:
            if seen.action in LISTS and seen.status == "done":
                for row in seen.shown.get("claims") or ():
                    patient = owners.get(str(row.get("referral"))) if isinstance(row, Mapping) else None
                    if patient is not None and row.get("status") == "accepted":
                        expect_taken(patient, row, seen)


def referrals_of(patient: Patient) -> set[str]:
    """Give the candidate's own names for a patient's referral."""
    document = patient.issued["report"]["document_id"]
    return {str(seen.referral) for seen in patient.journey.seen if seen.about == document and seen.referral}


def expect_taken(patient: Patient, row: Mapping[str, Any], seen: ObservationView) -> None:
    """Raise NotMet unless MYS had answered that it has the claim, and under which id."""
    answers = [call for call in patient.sent if call.seq < seen.seq]
    taken = [call for call in answers if call.response.status in (*TAKEN, ALREADY)]
    todo = "Show what MYS answered, and until then that it waits."
    told = [call.response.status for call in answers]
    expect(bool(taken), f"{patient.name}'s claim not accepted: MYS answered {told}", "accepted", seen, todo)
    ids = {submission_of(call) for call in answers} - {""}
    shown = str(row.get("submission_id") or "")
    expect(shown in ("", *ids), f"the id that MYS gave {patient.name}'s claim, {sorted(ids)}", shown, seen)

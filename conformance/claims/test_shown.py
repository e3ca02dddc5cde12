"""What a screen says of a claim is what MYS answered.

Source: NHSBSA, data quality notice on CPCS claims, February 2024: local count against what MYS acknowledged.
"""

from collections.abc import Mapping
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    ObservationView,
    criterion,
    expect,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import in_words

from .._shared.told_before import may_go_by, was_told
from ._claims import TAKEN
from ._day import CLAIM, Patient, days, submission_of

ALREADY = 409
"""MYS has a claim under this reference."""
LATER = (408, 429)
"""MYS may take it at another time (RFC 9110, 15.5.9; RFC 6585, 4)."""
LISTS = (CLAIM, "list_claims")
NOT_TAKEN = ("rejected", "failed")


@criterion("BSA-33")
def test_a_claim_is_accepted_once_mys_has_said_so(evidence: EvidenceView):
    """Wherever claims are shown: accepted is what MYS took, under its id; refused or failed is nothing that it took.

    Refused is nothing that it had no time for.
    """
    for day, apart in through(days(evidence)):
        with apart:
            day.journey.observations(CLAIM)
            owners = {name: patient for patient in day.patients for name in referrals_of(patient)}
            for seen in day.journey.seen:
                if seen.action in LISTS and seen.status == "done":
                    for row in seen.shown.get("claims") or ():
                        patient = owners.get(str(row.get("referral"))) if isinstance(row, Mapping) else None
                        if patient is not None and row.get("status") == "accepted":
                            expect_taken(patient, row, seen)
                        elif patient is not None and row.get("status") in NOT_TAKEN:
                            expect_not_taken(patient, row, seen)


@criterion("BSA-33")
def test_no_claim_is_listed_twice(evidence: EvidenceView):
    """Under the id that MYS gave it each stands in a list once."""
    for day in days(evidence):
        for seen in day.journey.observations("list_claims", at_least=0):
            rows = [row for row in seen.shown.get("claims") or () if isinstance(row, Mapping)]
            ids = [str(row["submission_id"]) for row in rows if row.get("submission_id")]
            twice = sorted({name for name in ids if ids.count(name) > 1})
            expect_none("claim that is listed twice", twice, seen)


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
    expect(
        bool(taken),
        f"{patient.name}'s claim not accepted: MYS answered {in_words(told)}",
        "accepted",
        seen,
        todo,
    )
    ids = {submission_of(call) for call in answers} - {""}
    shown = str(row.get("submission_id") or "")
    expect(
        shown in ("", *ids),
        f"the id that MYS gave {patient.name}'s claim, {in_words(sorted(ids))}",
        shown,
        seen,
    )


def expect_not_taken(patient: Patient, row: Mapping[str, Any], seen: ObservationView) -> None:
    """Raise NotMet where MYS had answered last that it has the claim; an answer that was cut off nobody saw."""
    calls = sorted([*patient.sent, *patient.amending], key=lambda call: call.seq)
    wrong = was_told(_is_taken, calls, seen, patient.claiming)
    due, todo = f"{patient.name}'s claim accepted, as MYS answered", "Show what MYS answered last."
    expect(not wrong, due, row.get("status"), seen, todo, timing="order")

    answered = [call for call in calls if call.seq < seen.seq]
    was_busy = bool(may_go_by(calls, seen, patient.claiming)) and all(map(_asks_for_later, answered))
    due = f"{patient.name}'s claim not rejected: MYS had no time for it"
    wrong = was_busy and row.get("status") == "rejected"
    expect(not wrong, due, row.get("status"), seen, "Show that it failed, and submit it again later.")


def _asks_for_later(call: ExchangeView) -> bool:
    return call.response.status in LATER or call.response.status >= 500


def _is_taken(call: ExchangeView) -> bool:
    return call.response.status in TAKEN

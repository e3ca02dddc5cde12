"""A claim that MYS refused is held to what is shown of it once the candidate had been told, and not before."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.claims._day import Patient
from cpcs_harness._content.conformance.claims.test_changes import first_told, told_of_refusal
from made_up import SeenCall, observed

FIRST, SECOND = (observed(seq, "submit_claims", {}, lasted=2) for seq in (10, 20))


FIRST_TAKEN_BACK, SECOND_TAKEN_BACK = (
    observed(seq, "withdraw_claim", {}, about="d1", lasted=2) for seq in (10, 20)
)


def looked_at(ended, began=None):
    call = SeenCall(id="e1", seq=ended, ended=moment(ended), began=moment(ended if began is None else began))
    patient = SimpleNamespace(tried=lambda _: [FIRST, SECOND], claiming=[FIRST, SECOND])
    return [seen.seq for seen in first_told(patient, call)]


def moment(seq):
    return observed(seq, "look", {}).ended


@pytest.mark.parametrize(
    ("call", "seqs"), [((9,), [10]), ((6,), [10]), ((9, 5), [20]), ((12,), [20]), ((17.2,), []), ((25,), [])]
)
def test_it_is_looked_at_where_the_answer_was_known(call, seqs):
    assert looked_at(*call) == seqs


def withdrawing(*statuses, done_at=None):
    """Give which answers to two withdrawals are held to a refusal of MYS, which took the claim back at some time."""
    calls = [
        SeenCall(seq=seq, request=SimpleNamespace(segments=["S1"]), response=SimpleNamespace(status=status))
        for seq, status in statuses
    ]
    journey = SimpleNamespace(
        exchanges=lambda *_, **__: calls, seen=[FIRST_TAKEN_BACK, SECOND_TAKEN_BACK], looked_at=[]
    )
    held = [SimpleNamespace(submission="S1", withdrawn=done_at and SimpleNamespace(seq=done_at))]
    patient = Patient(journey, "", {"report": {"document_id": "d1"}}, held=held)
    return [seen.seq for seen in told_of_refusal(patient)]


def test_a_claim_that_mys_keeps_is_not_told_as_withdrawn_unless_it_was_in_the_end():
    assert withdrawing((9, 422)) == [10]
    assert withdrawing((15, 422)) == [20]
    assert withdrawing((9, 422), done_at=9.5) == []
    assert withdrawing((9, 422), done_at=15) == [10]
    assert withdrawing((9, 0)) == []

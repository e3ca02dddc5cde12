"""How many claims have to stand in the end for who was seen, where one was to be taken back."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.claims._day import Held, Patient
from cpcs_harness._content.conformance.claims.test_day import how_many_stand, may_stay_unclaimed

ISSUED = {"report": {"document_id": "D1"}}


def patient(*, ended=(), answered=(), claim="S1"):
    """Somebody whose claim S1 was asked to be taken back; how the screen ended, and what MYS answered for `claim`."""
    calls = [
        SimpleNamespace(
            request=SimpleNamespace(segments=["Claim", claim]), response=SimpleNamespace(status=status)
        )
        for status in answered
    ]
    journey = SimpleNamespace(
        exchanges=lambda service, operation, at_least: calls,
        seen=[
            SimpleNamespace(id=f"o{number}", action="withdraw_claim", about="D1", status=status)
            for number, status in enumerate(ended)
        ],
        looked_at=[],
    )
    return Patient(journey, "", ISSUED, held=[Held("S1", None, None)])


def test_what_mys_let_go_of_is_not_to_stand():
    assert how_many_stand(patient(ended=["done"], answered=[204])) == 0


@pytest.mark.parametrize("ended", ["done", "refused", "failed"])
def test_what_mys_keeps_stands_however_it_is_told(ended):
    assert how_many_stand(patient(ended=[ended], answered=[422])) == 1


def test_what_mys_keeps_of_somebody_else_says_nothing_of_this_patient():
    assert how_many_stand(patient(ended=["done"], answered=[422], claim="S2")) == 0


@pytest.mark.parametrize("answered", [[], [0], [503]])
def test_what_was_not_taken_back_stands_or_waits(answered):
    waits = patient(ended=["refused"], answered=answered)

    assert how_many_stand(waits) == 1
    assert may_stay_unclaimed(waits)


def test_what_is_told_as_taken_back_while_it_waits_is_not_to_be_sent_later():
    assert how_many_stand(patient(ended=["done"])) == 0

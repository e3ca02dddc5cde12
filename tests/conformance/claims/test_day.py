"""What MYS holds in the end is worked out as MYS works it out; medicines are compared both ways, three times."""

import json
from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance._shared.dispensed import Dispense
from cpcs_harness._content.conformance.claims import _day
from cpcs_harness._content.conformance.claims._items import differing
from cpcs_harness._content.conformance.claims.test_day import money


def call(seq, operation, status, answer=None, path="/Claim", gone=False):
    return SimpleNamespace(
        id=f"e{seq}",
        seq=seq,
        operation=operation,
        gone=gone,
        request=SimpleNamespace(segments=path.split("/")[1:]),
        response=SimpleNamespace(status=status, json=answer, body=json.dumps(answer).encode()),
    )


def held(*calls):
    journey = SimpleNamespace(exchanges=lambda service, operation=None, at_least=0: list(calls))
    return [
        (one.submission, one.first.id, one.last.id, one.withdrawn and one.withdrawn.id)
        for one in _day.held_of(journey.exchanges("mys", at_least=0))
    ]


TAKEN = {"submissionId": "S1"}
REFUSED = {"message": "the claim breaks a rule", "errors": []}


def test_what_mys_took_is_held_also_where_its_answer_was_cut_off():
    assert held(call(1, "submit_claim", 0, TAKEN), call(2, "submit_claim", 200, TAKEN)) == [
        ("S1", "e1", "e1", None)
    ]


@pytest.mark.parametrize("status", [409, 422, 403])
def test_what_mys_refused_is_not_held(status):
    assert held(call(1, "submit_claim", status, REFUSED | TAKEN)) == []


def test_what_nobody_saw_the_answer_of_is_held_from_its_repeat_on():
    calls = call(1, "submit_claim", 0, None, gone=True), call(2, "submit_claim", 200, TAKEN)

    assert held(*calls) == [("S1", "e2", "e2", None)]


def test_a_claim_is_amended_and_withdrawn_by_its_own_id_alone():
    calls = [
        call(1, "submit_claim", 201, TAKEN),
        call(2, "amend_claim", 200, TAKEN, "/Claim/S1"),
        call(3, "amend_claim", 422, REFUSED, "/Claim/S1"),
        call(4, "amend_claim", 404, REFUSED, "/Claim/S2"),
        call(5, "withdraw_claim", 404, REFUSED, "/Claim/S2"),
    ]

    assert held(*calls) == [("S1", "e1", "e2", None)]
    assert held(*calls, call(6, "withdraw_claim", 0, None, "/Claim/S1")) == [("S1", "e1", "e2", "e6")]
    assert held(*reversed(calls)) == [("S1", "e1", "e2", None)], "in the order in which it was asked"


def item(code, quantity):
    return Dispense([code, "a code of another system"], quantity, None, "")


@pytest.mark.parametrize(
    ("found", "problems"),
    [
        ([item("1", 2.0), item("2", 28.0)], 0),
        ([item("2", 28.0), item("1", 2.0)], 0),
        ([item("1", 2.0)], 1),
        ([item("1", 2.0), item("2", 14.0)], 2),
        ([item("1", 2.0), item("2", 28.0), item("2", 28.0)], 1),
        ([item("1", None), item("2", 28.0)], 2),
        ([], 2),
    ],
)
def test_medicines_are_compared_both_ways(found, problems):
    assert len(differing([("1", 2.0), ("2", 28.0)], found)) == problems


def test_money_is_found_wherever_it_stands():
    claim = {
        "item": [{"quantity": {"value": 2}, "unitPrice": {"value": 3.15}}],
        "supportingInfo": [{"valueString": "total"}],
        "contained": [{"extension": [{"valueMoney": {"value": 14, "currency": "GBP"}}]}],
    }

    assert sorted(money(claim)) == ["GBP", "currency", "unitPrice", "valueMoney"]
    assert list(money({"note": ["Fee of £14.00", "14 pounds", "total", "2 pounding headaches"]})) == [
        "Fee of £14.00",
        "14 pounds",
    ]

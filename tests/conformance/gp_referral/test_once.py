"""A message has one response of a kind; where MESH has it read again, the same may come again, and no other."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.gp_referral.test_acknowledgements import is_once


def once(*codes, fault="", read="M1"):
    segments = ["messageexchange", "X26", "inbox", read, "status", "acknowledged"]
    acknowledged = [SimpleNamespace(fault=fault, request=SimpleNamespace(segments=segments))]
    journey = SimpleNamespace(exchanges=lambda *_, at_least: acknowledged)
    call = SimpleNamespace(response=SimpleNamespace(start={"message_id": "M1"}))
    answers = [SimpleNamespace(code=code) for code in codes]
    return is_once(SimpleNamespace(journey=journey, call=call), answers)


@pytest.mark.parametrize("fault", ["", "acknowledging fails"])
def test_one_response_is_one(fault):
    assert once("20013", fault=fault)
    assert not once(fault=fault)


def test_the_same_again_is_one_where_the_message_was_read_again_and_nowhere_else():
    assert once("20013", "20013", fault="acknowledging fails")
    assert not once("20013", "20013")
    assert not once("20013", "20013", fault="acknowledging fails", read="M2")


def test_another_code_is_another_response_however_often_it_was_read():
    assert not once("20013", "20007", fault="acknowledging fails")

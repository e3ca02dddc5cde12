"""A list of a claim has no entry twice, but for items and what is contained."""

from types import SimpleNamespace

import pytest

from conformance.claims.test_whole import (
    expect_not_onward,
    expect_nothing_twice,
    expect_units,
    is_unit,
    owner,
    units_of,
)
from cpcs_harness.errors import NotMet
from made_up import SeenCall, observed
from nhs111_evidence import issued as issue

CALL = SeenCall(id="e1", where="a claim")
REASON = {"category": {"coding": [{"code": "REASON"}]}, "valueString": "Declined"}
OTHER = {**REASON, "valueString": "Not in stock"}
ITEM = {"sequence": 1, "productOrService": {"coding": [{"code": "322236009"}]}, "quantity": {"value": 2}}


def numbered(*entries):
    return [{**entry, "sequence": number} for number, entry in enumerate(entries, 1)]


def test_two_equal_items_and_different_facts_are_right():
    claim = {
        "item": numbered(ITEM, ITEM),
        "contained": [ITEM, ITEM],
        "supportingInfo": numbered(REASON, OTHER),
    }
    expect_nothing_twice(claim, {"name": [{"family": "Lee"}], "active": True}, CALL)


@pytest.mark.parametrize(
    ("claim", "patient", "where"),
    [
        ({"supportingInfo": numbered(REASON, OTHER, REASON)}, {}, "supportingInfo"),
        ({"careTeam": numbered({"provider": {}}, {"provider": {}})}, {}, "careTeam"),
        ({}, {"identifier": [{"value": "1"}, {"value": "1"}]}, "identifier"),
    ],
)
def test_what_stands_twice_is_named(claim, patient, where):
    with pytest.raises(NotMet, match=f"twice in {where}"):
        expect_nothing_twice(claim, patient, CALL)


@pytest.mark.parametrize(
    ("number", "due"),
    [("1", "own"), ("2", "declines"), ("3", "declines"), ("4", "other"), ("5", "own"), ("", "own")],
)
def test_a_number_that_replaced_another_is_the_same_patients(number, due):
    def issued(name, number):
        return {"name": name, "person": {"nhs_number": number}}

    also = {
        "declines": issued("declines", "2"),
        "declines, merged": issued("new", "3"),
        "other": issued("other", "4"),
    }
    journey = SimpleNamespace(issued=issued("own", "1"), also=also)
    patient = {"identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": number}]}

    assert owner(journey, {}, patient)["name"] == due


ISSUED = issue("claimed")
ABOUT = ISSUED["report"]["document_id"]
SENT_ON = {"category": {"coding": [{"code": "REFERRED_ODS"}]}, "valueString": "FA999"}


def onward(outcome, *seen):
    recorded = observed(1, "record_consultation", {}, about=ABOUT, given={"outcome": outcome})
    journey = SimpleNamespace(issued=ISSUED, also={}, seen=[recorded, *seen])
    expect_not_onward(journey, {"supportingInfo": [SENT_ON]}, ISSUED, CALL)


def test_where_a_patient_went_is_for_who_was_referred_onward():
    onward("onward-referral")
    onward("advice-given", observed(2, "refer_onward", {}, about=ABOUT))


def test_nobody_is_claimed_for_as_referred_onward_who_was_not():
    with pytest.raises(NotMet, match="onward referral that nobody made"):
        onward("advice-given")
    with pytest.raises(NotMet, match="onward referral that nobody made"):
        onward("advice-given", observed(2, "refer_onward", {}, about="somebody else's"))


def counted(unit, code="1"):
    medicines = {
        "tablets": {"code": "1", "unit": "tablet", "unit_code": "428673006"},
        "inhaler": {"code": "2", "unit": "inhaler", "unit_code": ""},
    }
    item = {"productOrService": {"coding": [{"code": code}]}, "quantity": {"value": 28, "unit": unit}}
    units = units_of(SimpleNamespace(issued={"medicines": medicines}))
    expect_units(units, {"item": [item], "contained": [{"resourceType": "Patient"}]}, CALL)


def test_the_unit_is_that_of_dmd_in_one_or_several_or_a_systems_own_words():
    counted("tablet")
    counted("Tablets")
    counted("")
    counted("device", code="2")


@pytest.mark.parametrize(
    ("told", "due", "right"),
    [
        ("millilitres", "ml", True),
        ("tab", "tablet", True),
        ("filmcoatedtablets", "tablet", True),
        ("5mlspoonful", "ml", False),
        ("bottle", "ml", False),
    ],
)
def test_a_unit_may_be_written_in_full_or_shortened_and_has_no_number(told, due, right):
    assert is_unit(told, due) is right


def test_another_unit_is_another_amount():
    with pytest.raises(NotMet, match="the unit"):
        counted("pack")

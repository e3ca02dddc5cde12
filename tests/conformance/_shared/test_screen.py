"""Screens are read leniently where writings differ, and strictly where words do."""

import pytest

from cpcs_harness._content.conformance._shared.screen import (
    all_text,
    digits,
    expect_patient,
    expect_text,
    rows_of,
)
from cpcs_harness.errors import NotMet
from cpcs_harness.formats.json_parts import object_in, objects_in
from made_up import observed

PERSON = {
    "given": "Ann",
    "family": "Ash",
    "birth_date": "1970-03-04",
    "gender": "female",
    "nhs_number": "9990001111",
}


def seen(observation):
    """Give what a screen showed, as a check sees it."""
    return observed(1, "worklist", observation)


@pytest.mark.parametrize("written", ["07700 900123", "+44 7700 900123", "tel:07700900123"])
def test_a_telephone_number_is_the_same_however_it_is_written(written):
    assert digits(written) == "07700900123"


@pytest.mark.parametrize(
    "row",
    [
        {"nhs_number": "999 000 1111"},
        {"nhs_number": None, "case_reference": "wyc1"},
        {"case_id": "WYC1", "nhs_number": ""},
    ],
)
def test_a_row_is_known_by_its_number_or_its_case(row):
    look = seen({"referrals": [{"nhs_number": "9990002222", "case_id": "WYC2"}, row]})

    assert rows_of(look, "9990001111", ["WYC1", ""]) == [row]


def test_a_row_without_any_mark_is_nobodys():
    look = seen({"referrals": [{"nhs_number": None, "case_id": None}]})

    assert rows_of(look, "9990001111", ["", "WYC1"]) == []


def test_a_patient_is_shown_as_sent_or_the_difference_is_named():
    expect_patient(PERSON, seen({"patient": PERSON | {"given": " Ann ", "nhs_number": "999 000 1111"}}))

    with pytest.raises(NotMet, match="birth date"):
        expect_patient(PERSON, seen({"patient": PERSON | {"birth_date": "1970-04-03"}}))
    with pytest.raises(NotMet, match="given name"):
        expect_patient(PERSON, seen({"patient": None}))


@pytest.mark.parametrize("due", ["unknown", "not specified"])
def test_of_a_gender_that_is_not_known_either_word_for_that_is_right(due):
    for shown in ("unknown", "not specified"):
        expect_patient(PERSON | {"gender": due}, seen({"patient": PERSON | {"gender": shown}}))

    with pytest.raises(NotMet, match="the gender"):
        expect_patient(PERSON | {"gender": due}, seen({"patient": PERSON}))
    with pytest.raises(NotMet, match="the gender"):
        expect_patient(PERSON, seen({"patient": PERSON | {"gender": due}}))


def test_a_text_may_stand_anywhere_and_wrap_but_not_be_cut():
    look = seen({"sections": [{"title": "Notes", "text": "Two\n  words, and more"}], "version": 2})

    expect_text("the notes", "Two words, and more", look)
    with pytest.raises(NotMet, match="the notes"):
        expect_text("the notes", "Two words, and more besides", look)
    assert all_text(look.shown) == "Notes Two words, and more 2"


@pytest.mark.parametrize("value", [None, [], "text", {"key": None}, {"key": "text"}, {"key": ["text", None]}])
def test_parts_of_json_that_are_not_there_are_empty(value):
    assert object_in(value, "key") == {}
    assert objects_in(value, "key") == []


def test_parts_of_json_are_given_whether_one_or_many():
    assert object_in({"key": {"a": 1}}, "key") == {"a": 1}
    assert objects_in({"key": {"a": 1}}, "key") == [{"a": 1}]
    assert objects_in({"key": [{"a": 1}, "text", {"b": 2}]}, "key") == [{"a": 1}, {"b": 2}]


@pytest.mark.parametrize("written", ["A-2026-59263", "a-2026-59263", "A-2026 -59 263", " A-2026-59263\n"])
def test_a_row_is_known_by_its_reference_however_it_is_broken_up(written):
    look = seen({"referrals": [{"case_reference": written}]})

    assert rows_of(look, "9990001111", ["A-2026-59263"])
    assert not rows_of(look, "9990001111", ["A-2026-59264"])

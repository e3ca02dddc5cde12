"""Messages quote values as people write them, and say where two of them differ."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import SimpleNamespace

import pytest

from cpcs_harness.judging.in_words import MAX_SHOWN, Words, difference, in_words, passage_like


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Name:
    family: str
    given: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("O'Hara", "“O'Hara”"),
        ("two\nlines", "“two\\nlines”"),
        ("Siân", "“Siân”"),
        ("", "an empty text"),
        (None, "nothing"),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        (2.5, "2.5"),
        (b"abc", "“abc”"),
        (b"", "no bytes"),
        (b"\xff\xfe\x00", "3 bytes that are no text"),
        (date(2026, 2, 3), "2026-02-03"),
        (Colour.RED, "“red”"),
        (Words("none of them"), "none of them"),
        ([Words("medicine “morphine”"), "a"], "medicine “morphine”, “a”"),
        (Words("a\nb"), "a\\nb"),
        ([], "none"),
        ({}, "nothing"),
        (["a", None], "“a”, nothing"),
        ({"b", "a"}, "“a”, “b”"),
        ({"family": "Sedge", "given": ["Ann", "May"]}, "family: “Sedge”, given: (“Ann”, “May”)"),
        ([["a"], []], "(“a”), none"),
        (Name("Sedge", ("Ann",)), "family: “Sedge”, given: (“Ann”)"),
        (SimpleNamespace(where="a journey, exchange e6"), "a journey, exchange e6"),
    ],
    ids=lambda value: "a set" if isinstance(value, set) else str(value),
)
def test_a_value_is_said_as_people_write_it(value, said):
    assert in_words(value) == said


def test_a_long_value_is_cut_and_its_length_told():
    said = in_words("x" * 1000)

    assert len(said) < MAX_SHOWN + 30
    assert said.endswith("x…” (1000 characters)")


def test_the_passage_that_is_most_like_what_is_due_is_found():
    text = "seen at nine. take one tablet twice a day with food; come back on friday"

    assert (
        passage_like("take two tablets twice a day with food", text)
        == "take one tablet twice a day with food;"
    )
    assert passage_like("nothing of this stands there", text) == ""
    assert passage_like("friday", text) == "friday"


LONG = "Take one tablet three times a day with food, and drink a glass of water"


@pytest.mark.parametrize(
    ("received", "told"),
    [
        (LONG.replace("three", "four"), "“four” in place of “three” after “Take one tablet”"),
        (LONG.replace(" with food,", ""), "“with food,” is missing after “times a day”"),
        (LONG + " at night", "“at night” is too much after “glass of water”"),
        ("Never " + LONG, "“Never” is too much at the start"),
        (LONG.replace(" ", "  "), None),
    ],
)
def test_where_two_long_texts_differ_is_told(received, told):
    assert difference(LONG, received) == told


def test_of_many_differences_the_first_are_told():
    told = difference(LONG, " ".join(word if place % 2 else "x" for place, word in enumerate(LONG.split())))

    assert told is not None
    assert told.count("in place of") == 3
    assert told.endswith("; and 5 more")


@pytest.mark.parametrize(
    ("due", "received", "told"),
    [
        (["a", "b"], ["b", "c"], "“a” is missing; “c” is too much"),
        ({"a"}, {"a", "b"}, "“b” is too much"),
        (["a", "a"], ["a"], "“a” is missing"),
        (["a", "b"], ["b", "a"], "the order"),
        (["a"], [], None),
    ],
)
def test_what_lists_lack_and_what_they_have_too_much_is_told(due, received, told):
    assert difference(due, received) == told


@pytest.mark.parametrize(("due", "received"), [("short", "text"), (1, 2), ("a" * 50, None)])
def test_what_is_seen_at_a_glance_is_not_told(due, received):
    assert difference(due, received) is None

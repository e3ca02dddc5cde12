"""The guard: a number that may be real is masked wherever it is written, in time that grows with the text alone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpcs_harness.evidence.guard import Guard
from cpcs_harness.evidence.numbers.masked import MASK
from cpcs_harness.evidence.numbers.written import NUMBER, numbers_in

REAL = "4010232137"


@pytest.mark.parametrize(
    "text",
    [
        f"/Patient?identifier=https%3A%2F%2Ffhir.nhs.uk%2FId%2Fnhs-number%7C{REAL}",
        f"/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number|{REAL}",
        f"https://fhir.nhs.uk/Id/nhs-number%22{REAL}%22",
    ],
)
def test_a_number_in_a_query_is_masked(text):
    guard = Guard()

    assert REAL not in guard.screen_data({"target": text}, "one")["target"]
    assert guard.findings == ["one"]


def test_every_way_of_writing_a_number_that_was_found_is_masked():
    screened = Guard().screen(b"NHS number: 401 023 2137, and again 4010232137", None)

    assert screened.decode() == f"NHS number: {MASK}, and again {MASK}"


def test_a_number_that_is_not_a_text_is_masked():
    assert Guard().screen_data({"nhs_number": int(REAL), "age": 7, "seen": True}, None) == {
        "nhs_number": MASK,
        "age": 7,
        "seen": True,
    }


@given(st.text("0123456789" * 3 + " -%aFg.", max_size=60))
def test_a_number_is_ten_digits_that_stand_alone_or_after_an_escape(text):
    plainly = r"(?:(?<!\d)|(?<=%[0-9A-F]{2}))(\d{3}[ .-]?\d{3}[ .-]?\d{4})(?!\d)"

    found = [(match.span(), match[1]) for match in NUMBER.finditer(text)]
    assert found == [(match.span(), match[1]) for match in re.finditer(plainly, text, re.IGNORECASE)]


@pytest.mark.parametrize("before", ["", "\n", "\x10", "\x1f ", "\\", '"', "é"])
def test_a_number_is_masked_wherever_it_stands_in_an_event(before):
    guard = Guard()
    data = {"observation": {"patient": [{"nhs_number": f"{before}{REAL}"}], "other": 1}}
    data["about"] = [f"NHS number: {REAL[:3]} {REAL[3:6]} {REAL[6:]}", int(REAL), None]

    screened = guard.screen_event(data, "one")

    assert screened["observation"] == {"patient": [{"nhs_number": f"{before}{MASK}"}], "other": 1}
    assert screened["about"] == [f"NHS number: {MASK}", MASK, None]
    assert guard.findings == ["one"]


@pytest.mark.parametrize("between", ["\t", "\n", "\r\n", " \r\n ", "\t\r\n\t", "\u00a0", "  "])
def test_a_number_is_masked_whatever_stands_between_its_groups_in_an_event(between):
    written = between.join(("401", "023", "2137"))

    screened = Guard().screen_event({"about": [f"NHS number: {written} x"]}, "one")

    assert screened == {"about": [f"NHS number: {MASK} x"]}


def test_an_event_with_a_number_in_figures_is_masked_and_one_without_stays_as_it_is():
    guard = Guard()
    data = {"patient": {"nhs_number": "9990000018", "text": "call 4010232138"}}

    assert guard.screen_event(data, None) is data
    assert guard.screen_event({"nhs_number": int(REAL)}, None) == {"nhs_number": MASK}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("café NHS number: {}", {REAL}),
        ("NHS number {}\N{ARABIC-INDIC DIGIT ONE}", {REAL}),
        ("NHS number: ٤٠١٠٢٣٢١٣٧ é", set()),
    ],
)
def test_letters_beyond_ascii_change_nothing(text, numbers):
    assert numbers_in(text.format(REAL)) == numbers

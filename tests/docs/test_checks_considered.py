"""The list of considered checks is whole: each case once, and nothing in it names what is not there."""

import csv
import re
from functools import cache

import pytest

from cpcs_harness._content import ROOT
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.journeys.index import all_journeys

LIST = ROOT / "docs" / "reference" / "checks-considered.csv"
COLUMNS = ["case", "sheet", "text", "became", "criterion", "why", "reading"]
CATALOGUE = "catalogue"
"""In place of a sheet: each criterion of the catalogue, read for what its source asks and what is our taste."""
ASKS, BECAUSE = "what the source asks", "must because "
SHOULD = ("advice of the source: a should", "taste: a should")
RECEIVER_CASES = [
    *(f"A{number:02}" for number in range(1, 27)),
    *(f"R{number:02}" for number in range(1, 32)),
    *(f"S{number:02}" for number in range(1, 28)),
    "S09b",
]
CASES = {
    "nhs111-itk22": RECEIVER_CASES,
    "pds-smsp-auth": [
        f"C{number:02}"
        for first, last in ((1, 19), (20, 27), (30, 49), (50, 66), (70, 79), (80, 84), (90, 94))
        for number in range(first, last + 1)
    ],
    "mesh-itk3-nhsmail-mys": [
        f"F{part} {number}"
        for part, first, last in (
            (1, 1, 26),
            (2, 27, 42),
            (3, 43, 62),
            (4, 63, 74),
            (5, 75, 83),
            (6, 84, 100),
            (7, 101, 103),
        )
        for number in range(first, last + 1)
    ],
    "dos-eps-rtec-scr-dmd": [str(number) for number in range(1, 101)],
}
"""The checks that each interface sheet proposes."""
NAMED = re.compile(r"`([^`]+)`")


@cache
def rows():
    with LIST.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def quoted():
    """Give every literal text of mocks and journeys, where the names of what is sent are, and the journeys' ids."""
    sources = [*(ROOT / "mocks").rglob("*.py"), *(ROOT / "conformance" / "journeys").rglob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    return {*re.findall(r'"([^"\n]+)"', text), *all_journeys()}


def test_the_columns_are_those_that_readers_are_told_of():
    with LIST.open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == COLUMNS


@pytest.mark.parametrize("sheet", CASES)
def test_each_proposed_check_is_there_once(sheet):
    cases = [row["case"] for row in rows() if row["sheet"] == sheet]

    assert sorted(set(CASES[sheet]) - set(cases)) == []
    if sheet in (
        "nhs111-itk22",
        "pds-smsp-auth",
    ):  # of the others a part is considered so far, or more than its list
        assert sorted(cases) == sorted(CASES[sheet])


def test_no_case_is_there_twice():
    cases = [(row["sheet"], row["case"]) for row in rows()]

    assert sorted(set(cases)) == sorted(cases)


def test_each_case_became_something_or_was_left_out_for_a_reason():
    for row in rows():
        assert row["became"] in ("criterion", "merged", "left out"), row
        assert bool(row["criterion"]) == (row["became"] != "left out"), row
        assert row["text"], row
        assert row["why"], row


def test_each_criterion_named_is_in_the_catalogue():
    known = load_catalogue().criteria

    unknown = {name for row in rows() for name in row["criterion"].split() if name not in known}
    assert not unknown


def test_each_variant_and_damage_named_is_sent_by_a_mock_or_a_journey():
    named = {name: row["case"] for row in rows() for name in NAMED.findall(row["why"])}

    assert len(named) > 80
    assert not {name: case for name, case in named.items() if name not in quoted()}


def readings():
    return {row["case"]: row for row in rows() if row["sheet"] == CATALOGUE}


def test_each_criterion_was_read_for_what_is_asked_and_what_is_taste():
    known = load_catalogue().criteria

    assert sorted(readings()) == sorted(known)
    assert {case: row["criterion"] for case, row in readings().items()} == {case: case for case in known}


def test_taste_and_advice_are_a_should_and_nothing_else_is():
    criteria = load_catalogue().criteria
    weak = {case for case, row in readings().items() if row["reading"] in SHOULD}

    assert weak == {case for case, criterion in criteria.items() if criterion.strength == "should"}


def test_a_must_is_what_its_source_asks_or_says_why_it_is_one():
    for case, row in readings().items():
        reading = row["reading"]
        assert reading in (ASKS, *SHOULD) or len(reading.removeprefix(BECAUSE)) > 20, case
        assert reading in (ASKS, *SHOULD) or reading.startswith(BECAUSE), case


def test_what_a_published_source_asks_needs_no_other_reason():
    criteria = load_catalogue().criteria
    others = {case for case, row in readings().items() if row["reading"].startswith(BECAUSE)}

    assert not {case for case in others if criteria[case].certainty == "published"}


def test_a_case_of_a_sheet_is_read_where_its_criteria_are():
    assert {row["reading"] for row in rows() if row["sheet"] != CATALOGUE} == {""}

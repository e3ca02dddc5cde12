"""The list of considered checks is whole: each case once, and nothing in it names what is not there."""

import csv
import re
from functools import cache

import pytest

from cpcs_harness._content import ROOT
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.journeys.index import all_journeys

LIST = ROOT / "docs" / "reference" / "checks-considered.csv"
COLUMNS = ["case", "sheet", "text", "became", "criterion", "why"]
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
    "dos-eps-rtec-scr-dmd": [str(number) for number in range(79, 90)],
}
"""The checks that each interface sheet proposes, as far as they have been considered."""
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
    if sheet != "dos-eps-rtec-scr-dmd":  # of which a part is considered so far
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

"""What comes first in each report: the hazards that a failure lets through."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from assessed import check, criterion, requirement
from cpcs_harness.assessment.run import HazardRecord
from cpcs_harness.errors import Finding
from cpcs_harness.reporters.worst import MOST, worst

FOUND = Finding("nothing of more than one patient", "Ann Lee; Ben Marsh", "", "")


def hazard(id, *criteria, told_first=None):
    return HazardRecord(id, f"title of {id}", "harm", ("cause",), criteria, told_first)


def failing(id, verdict="fail", blame="candidate"):
    return replace(criterion(verdict, check("fail")), id=id, blame=blame)


def told(hazards, *criteria):
    held = requirement("not_met", *criteria)
    return worst(SimpleNamespace(hazards=hazards, criteria=lambda: ((held, one) for one in criteria)))


def test_what_is_told_first_comes_before_what_lets_more_through():
    hazards = [hazard("H-1", "A-1"), hazard("H-2", "A-1", "A-2"), hazard("H-3", "A-2", told_first=True)]

    found = told(hazards, failing("A-1"), failing("A-2"))

    assert [(first.hazard, first.criteria) for first in found] == [
        ("H-3", ("A-2",)),
        ("H-2", ("A-1", "A-2")),
        ("H-1", ("A-1",)),
    ]


def test_it_quotes_what_was_found():
    checks = (replace(check("fail"), finding=FOUND),)

    [found] = told([hazard("H-1", "A-1")], replace(failing("A-1"), checks=checks))

    assert found.found == "expected nothing of more than one patient; received Ann Lee; Ben Marsh"


def test_it_gives_the_reason_where_no_finding_is_there():
    assert told([hazard("H-1", "A-1")], failing("A-1"))[0].found == "why"


@pytest.mark.parametrize(
    ("verdict", "blame"), [("query", "candidate"), ("pass", None), ("fail", "environment")]
)
def test_what_is_in_question_passes_or_is_another_s_doing_is_left_out(verdict, blame):
    assert told([hazard("H-1", "A-1")], failing("A-1", verdict, blame)) == []


def test_of_many_the_first_ones_are_named():
    hazards = [hazard(f"H-{number}", "A-1") for number in range(MOST + 3)]

    assert len(told(hazards, failing("A-1"))) == MOST


def test_without_hazards_nothing_is_named():
    assert told(None, failing("A-1")) == []

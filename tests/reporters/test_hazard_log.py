"""The hazard log: each hazard with its controls and what they came to, harmless in a spreadsheet."""

import csv
import io
from dataclasses import replace

import pytest

from assessed import typed
from cpcs_harness.assessment.run import HazardRecord
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.reporters import hazard_log

LOST = HazardRecord(
    "HAZ-01", "A referral is lost", "The patient waits.", ("Nobody is told", "It is refused"), ()
)


def rows(assessment, *hazards):
    """Read the log of an assessment with these hazards, as any reader of CSV does."""
    page = hazard_log.render(replace(assessment, hazards=hazards), None)
    return list(csv.DictReader(io.StringIO(page, newline="")))


@pytest.fixture
def assessment(sample):
    return typed(sample)[0]


def test_a_row_is_a_criterion_of_a_hazard_in_each_requirement_that_asks_for_it(assessment):
    found = rows(assessment, replace(LOST, criteria=("PDS-01",)))
    judged = [(one.id, two) for one, two in assessment.criteria() if two.id == "PDS-01"]

    assert [row["cpcs_requirement"] for row in found] == [requirement for requirement, _ in judged]
    assert {row["cpcs_control"] for row in found} == {judged[0][1].text}
    assert {row["cpcs_causes"] for row in found} == {"Nobody is told; It is refused"}
    assert {row["cpcs_product"] for row in found} == {assessment.candidate.name}


def test_a_hazard_without_a_criterion_in_this_run_is_not_left_out(assessment):
    (row,) = rows(assessment, LOST)

    assert (row["cpcs_hazard"], row["cpcs_criterion"], row["cpcs_verdict"]) == ("HAZ-01", "", "")
    assert row["cpcs_state"] == hazard_log.NO_CONTROL


def test_without_hazards_there_is_the_header_alone(assessment):
    page = hazard_log.render(replace(assessment, hazards=None), None)

    assert page == ",".join(hazard_log.COLUMNS) + "\r\n"
    assert all(name.startswith("cpcs_") for name in hazard_log.COLUMNS)


@pytest.mark.parametrize(
    ("verdicts", "state"),
    [
        ([Verdict.PASS, Verdict.CONFIRMED], hazard_log.SHOWN),
        ([Verdict.PASS, Verdict.NOT_APPLICABLE], hazard_log.SHOWN),
        ([Verdict.PASS, Verdict.DECLARED], hazard_log.OPEN),
        ([Verdict.QUERY], hazard_log.OPEN),
        ([Verdict.NOT_SHOWN, Verdict.FAIL], hazard_log.FAILED),
        ([Verdict.NOT_APPLICABLE], hazard_log.NO_CONTROL),
        ([], hazard_log.NO_CONTROL),
    ],
)
def test_a_hazard_is_shown_to_be_kept_only_by_all_that_must_keep_it(assessment, verdicts, state):
    some = next(control for _, control in assessment.criteria())
    controls = [replace(some, strength="must", verdict=verdict) for verdict in verdicts]
    warning = replace(some, strength="should", verdict=Verdict.WARNING)

    assert hazard_log.state_of([*controls, warning]) == state


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_nothing_is_taken_for_a_formula(text):
    assert not hazard_log.harmless(text).startswith(("=", "+", "-", "@", "\t", "\r"))

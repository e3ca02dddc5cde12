"""What a requirement comes to by its criteria, options and parts, and a level by its requirements."""

from dataclasses import replace

import pytest

from assessed import requirement
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.rollup.criteria import Decision
from cpcs_harness.rollup.requirements import level_record, requirement_verdict
from decided import CELL, MODELLED, MUST, SHOULD


def requirement_of(*pairs, requirement=CELL, options=()):
    criteria = [(criterion, Decision(Verdict(verdict), "why")) for criterion, verdict in pairs]
    return requirement_verdict(requirement, options, criteria).verdict


@pytest.mark.parametrize(
    ("pairs", "verdict"),
    [
        ([(MUST, "pass"), (MUST, "fail")], "not_met"),
        ([(MUST, "error"), (MUST, "query")], "error"),
        ([(MUST, "query"), (MUST, "not_shown")], "query"),
        ([(MUST, "not_shown"), (MUST, "awaiting")], "not_shown"),
        ([(MUST, "awaiting"), (MUST, "declared")], "awaiting"),
        ([(MUST, "declared"), (MODELLED, "pass")], "declared"),
        ([(MODELLED, "pass"), (MUST, "pass")], "met_on_model"),
        ([(MODELLED, "confirmed"), (MUST, "pass")], "met"),
        ([(MUST, "pass"), (MUST, "confirmed")], "met"),
        ([(MUST, "pass"), (SHOULD, "warning")], "met"),
        ([(SHOULD, "pass")], "not_shown"),
        ([(MUST, "not_applicable")], "not_shown"),
        ([], "not_shown"),
    ],
)
def test_a_requirement_is_the_worst_of_its_musts(pairs, verdict):
    assert requirement_of(*pairs) == verdict


def test_an_untested_requirement_is_not_shown_whatever_else():
    assert (
        requirement_of((MUST, "pass"), requirement=replace(CELL, untested="nothing plays it")) == "not_shown"
    )


def test_no_option_declared_where_one_is_due_is_a_matter_of_configuration():
    verdict = requirement_verdict(replace(CELL, options=("a",)), [], [(MUST, Decision(Verdict.PASS, ""))])

    assert (verdict.verdict, verdict.blame) == ("not_shown", "configuration")


@pytest.mark.parametrize("part", ["fhir", "mesh"])
def test_a_part_that_nothing_judges_keeps_a_requirement_from_being_met(part):
    requirement = replace(CELL, parts=("fhir", "mesh"))
    other = {"fhir": "mesh", "mesh": "fhir"}[part]

    assert requirement_of((replace(MUST, part=other), "pass"), requirement=requirement) == "not_shown"


def test_a_declared_option_that_nothing_judges_keeps_a_requirement_from_being_met():
    requirement = replace(CELL, options=("a", "b"))
    passed = (replace(MUST, option="a"), "pass")

    assert requirement_of(passed, requirement=requirement, options=["a"]) == "met"
    assert requirement_of(passed, requirement=requirement, options=["a", "b"]) == "not_shown"


@pytest.mark.parametrize(
    ("verdicts", "as_of", "outcome"),
    [
        (["met", "met_on_model"], "2021-10-01", "meets"),
        (["met", "not_shown"], "2021-10-01", "incomplete"),
        (["met", "declared"], "2021-10-01", "incomplete"),
        (["met", "not_met"], "2021-10-01", "does_not_meet"),
        (["met", "not_met"], "2021-09-30", "not_yet_due"),
    ],
)
def test_a_levels_outcome(verdicts, as_of, outcome):
    record = level_record("Essential", "2021-10-01", as_of, [requirement(verdict) for verdict in verdicts])

    assert record.outcome == outcome
    assert record.applicable == len(verdicts)


def test_a_part_is_not_covered_by_what_does_not_apply_or_is_no_must():
    requirement = replace(CELL, parts=("mesh",))
    should = (replace(MUST, part="mesh", strength="should"), "pass")
    apart = (replace(MUST, part="mesh", option="b"), "not_applicable")

    assert requirement_of((MUST, "pass"), should, requirement=requirement) == "not_shown"
    assert requirement_of((MUST, "pass"), apart, requirement=requirement) == "not_shown"

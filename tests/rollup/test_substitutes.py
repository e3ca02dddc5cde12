"""What a higher requirement makes good of a lower one, and what it does not: what is there and wrong."""

from dataclasses import replace

import pytest

from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.errors import Finding
from cpcs_harness.rollup.criteria import Decision, verdict_of
from cpcs_harness.rollup.requirements import requirement_verdict, with_substitutes
from decided import CELL, MUST, check, judged


def test_a_declared_option_that_fails_is_not_covered_up_by_a_higher_cell():
    low = replace(CELL, options=("a", "b"), also_met_by=("MI-X-D",))
    high = replace(CELL, id="MI-X-D")

    failed = with_substitutes(
        [low, high], {"MI-X-E": Decision(Verdict.NOT_MET, ""), "MI-X-D": Decision(Verdict.MET, "")}
    )
    undeclared = with_substitutes(
        [low, high], {"MI-X-E": Decision(Verdict.NOT_SHOWN, ""), "MI-X-D": Decision(Verdict.MET, "")}
    )

    assert failed["MI-X-E"].verdict == "not_met"
    assert undeclared["MI-X-E"].verdict == "met"


def test_a_higher_cell_that_is_met_stands_in():
    low = replace(CELL, also_met_by=("MI-X-D",))
    high = replace(CELL, id="MI-X-D", level="desirable")
    decided = with_substitutes(
        [low, high],
        {"MI-X-E": Decision(Verdict.NOT_MET, "", absent=True), "MI-X-D": Decision(Verdict.MET, "")},
    )

    assert decided["MI-X-E"].verdict == "met"
    assert "MI-X-D" in decided["MI-X-E"].reason


@pytest.mark.parametrize(
    ("own", "verdict"),
    [
        (Decision(Verdict.NOT_MET, "a link with the patient in it"), "not_met"),
        (Decision(Verdict.QUERY, "on a modelled rule"), "query"),
        (Decision(Verdict.ERROR, "a check broke"), "error"),
        (Decision(Verdict.DECLARED, "nobody has ruled"), "met"),
        (Decision(Verdict.NOT_SHOWN, "no journey"), "met"),
    ],
)
def test_what_is_there_and_wrong_is_not_made_good_by_a_higher_cell(own, verdict):
    low = replace(CELL, also_met_by=("MI-X-D",))
    high = replace(CELL, id="MI-X-D", level="desirable")

    decided = with_substitutes([low, high], {"MI-X-E": own, "MI-X-D": Decision(Verdict.MET, "")})

    assert decided["MI-X-E"].verdict == verdict


def test_a_requirement_fails_for_what_is_not_there_where_nothing_else_of_it_fails():
    absent, wrong = Decision(Verdict.FAIL, "no link", absent=True), Decision(Verdict.FAIL, "a wrong link")
    other = replace(MUST, id="X-02")

    assert requirement_verdict(CELL, (), [(MUST, absent), (other, absent)]).absent
    assert not requirement_verdict(CELL, (), [(MUST, absent), (other, wrong)]).absent


@pytest.mark.parametrize(("timing", "absent"), [("absent", True), (None, False), ("late", False)])
def test_a_must_fails_for_what_is_not_there_where_its_check_says_so(timing, absent):
    failed = check("fail", finding=Finding("a link", "none", timing=timing))

    assert verdict_of(judged(failed), CELL, ()).absent is absent

"""A few criteria are judged without pytest, and come to what they come to under it."""

from dataclasses import replace

import pytest

from cpcs_harness.assess import installed_journeys, run_checks
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.errors import HarnessError
from cpcs_harness.judging.directly import can_judge, judge_directly
from cpcs_harness.judging.judgement import Judgement
from cpcs_harness.prove.workers import installed_suite
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.record import record


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A known-bad candidate, recorded in two journeys."""
    asked = Asked(
        gate="none", only=("urgent-medicine-supplied", "secure-email-um"), known_bad="searches_in_kilometres"
    )
    return record(asked, None, tmp_path_factory.mktemp("run") / "out")


def results(judgement):
    return {(one.nodeid, one.pathway, one.mode): replace(one, seconds=0.0) for one in judgement.results}


def test_what_checks_come_to_is_the_same_as_under_pytest(run):
    suite = installed_suite()
    criteria = sorted(name for name in suite.checks if name.startswith(("DOS", "SEM", "ACC")))

    directly = Judgement.begin(run, installed_journeys, suite.catalogue, criteria)
    judge_directly(directly, suite, criteria)
    under_pytest = Judgement.begin(run, installed_journeys, suite.catalogue, criteria)
    run_checks(under_pytest, suite.files_of(criteria), ())

    assert results(directly) == results(under_pytest)
    come_to = {one.verdict for one in directly.results}
    assert {Verdict.PASS, Verdict.FAIL, Verdict.NOT_SHOWN} <= come_to


def test_a_check_that_is_not_found_is_the_harness_s_fault(run):
    suite = installed_suite()
    twice = replace(
        suite, checks={**suite.checks, "DOS-03": [*suite.checks["DOS-03"], *suite.checks["DOS-03"]]}
    )
    judgement = Judgement.begin(run, installed_journeys, suite.catalogue, ["DOS-03"])

    with pytest.raises(HarnessError, match="of DOS-03 the suites have 2 checks, and 1 are found"):
        judge_directly(judgement, twice, ["DOS-03"])


def test_suites_of_somebody_else_are_judged_under_pytest(tmp_path):
    suite = installed_suite()
    others = replace(suite, catalogue=replace(suite.catalogue, suites=tmp_path))

    assert can_judge(suite)
    assert not can_judge(others)

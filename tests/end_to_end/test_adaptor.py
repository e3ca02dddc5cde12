"""The reference service behind the 111 Adaptor that the harness plays, with a real broker between them."""

import pytest

from cpcs_harness.assess import judge_criteria
from cpcs_harness.prove.known_bad import known_bads
from cpcs_harness.prove.proof import caught_in
from cpcs_harness.prove.workers import installed_suite
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.record import record
from rabbitmq import needs_rabbitmq, rabbitmq

pytestmark = [needs_rabbitmq, pytest.mark.long]

JOURNEYS = ("nhs111-adaptor-mi", "nhs111-adaptor-um")
CRITERIA = ("ADP-01", "ADP-02", "ADP-03", "ADP-04")
BADS = [bad for bad in known_bads() if set(bad.catches) & set(CRITERIA)]


@pytest.fixture(scope="module")
def broker(tmp_path_factory):
    """One broker for all: each run has a queue of its own."""
    with rabbitmq(tmp_path_factory.mktemp("broker")) as url:
        yield url


@pytest.fixture
def assess(broker, tmp_path):
    """Assess the reference, or a known-bad candidate, behind the adaptor; gives the assessment."""

    def run(known_bad=None):
        record(Asked(gate="none", only=JOURNEYS, known_bad=known_bad, amqp=broker), None, tmp_path / "out")
        return judge_criteria(tmp_path / "out", installed_suite(), CRITERIA)

    return run


def test_behind_the_adaptor_the_reference_meets_what_is_asked_of_it(assess):
    checks = {
        (criterion.id, check.nodeid): (check.verdict, check.message)
        for _, criterion, check in assess().checks()
        if criterion.id in CRITERIA
    }

    assert {criterion for criterion, _ in checks} == set(CRITERIA)
    assert {verdict for verdict, _ in checks.values()} == {"pass"}, checks


@pytest.mark.parametrize("bad", BADS, ids=[bad.name for bad in BADS])
def test_a_known_bad_candidate_behind_the_adaptor_is_caught(assess, bad):
    caught = caught_in(assess(bad.name))

    assert set(bad.catches) <= set(caught), f"{bad.says} It was caught by {caught or 'nothing'}."


def test_each_criterion_of_the_adaptor_has_a_known_bad_candidate():
    assert {criterion for bad in BADS for criterion in bad.catches} >= set(CRITERIA)

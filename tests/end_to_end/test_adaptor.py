"""The reference service behind the 111 Adaptor that the harness plays, with a real broker between them."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from cpcs_harness.assess import judge_criteria
from cpcs_harness.judging.known_bads import known_bads
from cpcs_harness.prove.proof import caught_in
from cpcs_harness.prove.workers import installed_suite
from cpcs_harness.run import candidate
from cpcs_harness.run.fork_server import ForkServer
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.record import record
from rabbitmq import needs_rabbitmq, rabbitmq

pytestmark = [needs_rabbitmq, pytest.mark.long]

AT_ONCE = 3
"""A run waits longer than it works."""
ARRIVAL = 3.0
JOURNEYS = ("nhs111-adaptor-mi", "nhs111-adaptor-um", "nhs111-adaptor-online-um")
CRITERIA = ("ADP-01", "ADP-02", "ADP-03", "ADP-04", "ACC-29")
BADS = [bad for bad in known_bads() if set(bad.catches) & set(CRITERIA)]


@pytest.fixture(scope="module")
def broker(tmp_path_factory):
    """One broker for all: each run has a queue of its own."""
    with rabbitmq(tmp_path_factory.mktemp("broker"), firehose=True) as url:
        yield url


@pytest.fixture(scope="module")
def assess(broker, tmp_path_factory):
    """Assess the reference, or a known-bad candidate, behind the adaptor; all are recorded first, some at once."""
    out, suite = tmp_path_factory.mktemp("adaptor"), installed_suite()

    def recorded(known_bad):
        asked = Asked(gate="none", only=JOURNEYS, known_bad=known_bad, amqp=broker)
        folder = out / (known_bad or "reference")
        return record(asked, None, folder, catalogue=suite.catalogue, start=server.start)

    names = [None, *(bad.name for bad in BADS)]
    with ForkServer() as server, ThreadPoolExecutor(AT_ONCE) as pool, pytest.MonkeyPatch.context() as patched:
        patched.setattr(candidate, "declaration_of", _hurried(candidate.declaration_of))
        runs = dict(zip(names, pool.map(recorded, names), strict=True))
    return lambda known_bad=None: judge_criteria(runs[known_bad], suite, CRITERIA)


def _hurried(declaration_of):
    """Wait a shorter time for what a known-bad candidate never shows, five times in a journey."""

    def hurried(*arguments):
        declared = declaration_of(*arguments)
        return replace(declared, pace=replace(declared.pace, arrival_seconds=ARRIVAL))

    return hurried


def test_behind_the_adaptor_the_reference_meets_what_is_asked_of_it(assess):
    checks = {
        (criterion.id, check.nodeid): (check.verdict, check.message)
        for _, criterion, check in assess().checks()
        if criterion.id in CRITERIA
    }

    assert {criterion for criterion, _ in checks} == set(CRITERIA)
    wrong = {check: said for check, said in checks.items() if said[0] != "pass"}
    assert wrong == {}


@pytest.mark.parametrize("bad", BADS, ids=[bad.name for bad in BADS])
def test_a_known_bad_candidate_behind_the_adaptor_is_caught(assess, bad):
    caught = caught_in(assess(bad.name))

    assert set(bad.catches) <= set(caught), f"{bad.says} It was caught by {caught or 'nothing'}."


def test_each_criterion_of_the_adaptor_has_a_known_bad_candidate():
    assert {criterion for bad in BADS for criterion in bad.catches} >= set(CRITERIA)

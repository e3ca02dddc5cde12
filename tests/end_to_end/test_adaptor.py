"""The reference service behind the 111 Adaptor that the harness plays, with a real broker between them."""

import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from cpcs_harness.assess import judge_criteria
from cpcs_harness.judging.known_bads import known_bads
from cpcs_harness.judging.suite import Suite
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


@dataclass(frozen=True)
class Runs:
    """Records the reference, or a known-bad candidate, behind the adaptor, and judges what was recorded."""

    broker: str
    out: Path
    server: ForkServer
    suite: Suite
    recorded: dict[str | None, Path] = field(default_factory=dict)

    def record(self, known_bad=None):
        asked = Asked(gate="none", only=JOURNEYS, known_bad=known_bad, amqp=self.broker)
        folder = Path(tempfile.mkdtemp(dir=self.out)) / (known_bad or "reference")
        self.recorded[known_bad] = record(
            asked, None, folder, catalogue=self.suite.catalogue, start=self.server.start
        )

    def assess(self, known_bad=None):
        return judge_criteria(self.recorded[known_bad], self.suite, CRITERIA)


@pytest.fixture(scope="module")
def runs(broker, tmp_path_factory):
    """All runs, recorded some at once and with a short patience."""
    with ForkServer() as server:
        runs = Runs(broker, tmp_path_factory.mktemp("adaptor"), server, installed_suite())
        with ThreadPoolExecutor(AT_ONCE) as pool, pytest.MonkeyPatch.context() as patched:
            patched.setattr(candidate, "declaration_of", _hurried(candidate.declaration_of))
            list(pool.map(runs.record, [None, *(bad.name for bad in BADS)]))
        yield runs


def _hurried(declaration_of):
    """Wait a shorter time for what a known-bad candidate never shows, five times in a journey."""

    def hurried(*arguments):
        declared = declaration_of(*arguments)
        return replace(declared, pace=replace(declared.pace, arrival_seconds=ARRIVAL))

    return hurried


def test_behind_the_adaptor_the_reference_meets_what_is_asked_of_it(runs):
    checks = {
        (criterion.id, check.nodeid): (check.verdict, check.message)
        for _, criterion, check in runs.assess().checks()
        if criterion.id in CRITERIA
    }

    assert {criterion for criterion, _ in checks} == set(CRITERIA)
    wrong = {check: said for check, said in checks.items() if said[0] != "pass"}
    assert wrong == {}


@pytest.mark.parametrize("bad", BADS, ids=[bad.name for bad in BADS])
def test_a_known_bad_candidate_behind_the_adaptor_is_caught(runs, bad):
    assessment = runs.assess(bad.name)
    if not set(bad.catches) <= set(caught_in(assessment)):
        runs.record(bad.name)  # on a busy machine the short patience may have ended too soon
        assessment = runs.assess(bad.name)

    missed = {one.id: (one.verdict, one.reason) for _, one in assessment.criteria() if one.id in bad.catches}
    assert set(bad.catches) <= set(caught_in(assessment)), f"{bad.says} {missed}"


def test_each_criterion_of_the_adaptor_has_a_known_bad_candidate():
    assert {criterion for bad in BADS for criterion in bad.catches} >= set(CRITERIA)

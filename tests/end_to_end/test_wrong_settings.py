"""Each wrong setting is told by its key, before the run and after it, and none is held against the product.

A third of them is tried each day, by turns; `make test-deep` tries all.
"""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from by_turns import THIRDS, turn
from cpcs_harness.assess import judge_criteria
from cpcs_harness.catalogue.needs import journeys_needed
from cpcs_harness.errors import Exit, UsageProblem
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.people.environment import make_environment
from cpcs_harness.prove.workers import installed_suite
from cpcs_harness.run.doctor import examine
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.record import record
from external_candidate import CANDIDATES, Folder
from wrong_settings import WRONG

pytestmark = pytest.mark.long


def by_turns():
    """Give each wrong setting with each candidate; those that it is not the turn of are for `make test-deep`."""
    for candidate in CANDIDATES:
        for number, wrong in enumerate(WRONG):
            if wrong.needs in ("", *candidate.has):
                marks = [] if number % THIRDS == turn() else [pytest.mark.deep]
                yield pytest.param(candidate, wrong, id=f"{candidate.name}-{wrong.name}", marks=marks)


@pytest.fixture(scope="module")
def environments():
    """The environment that candidates are provisioned from, and one of another day."""
    return make_environment("today"), make_environment("another day")


@contextmanager
def started(candidate, wrong, folder, environments):
    today, another = environments
    supplier = Folder(folder, today)
    given = supplier.provisioned(candidate.declaration, another if wrong.another_day else today)
    wrong.change(supplier, given)
    supplier.declare(candidate.declaration, wrong.declared)
    running = candidate(supplier, given, wrong.clock)
    try:
        yield supplier, running
    finally:
        running.close()


def keys_before(supplier):
    """Give the keys that are to be looked at before a run."""
    try:
        return [each.key for each in examine(supplier.declaration) if not each.ok]
    except UsageProblem as nobody:
        return [str(nobody)]


@pytest.mark.parametrize(("candidate", "wrong"), list(by_turns()))
def test_a_wrong_setting_is_told_by_its_key_and_not_blamed_on_the_product(
    candidate, wrong, tmp_path, environments
):
    with started(candidate, wrong, tmp_path, environments) as (supplier, _):
        if wrong.before:
            keys = keys_before(supplier)
            assert len(keys) == 1, keys
            assert wrong.key in keys[0]
        if wrong.journeys:
            asked = Asked(seed=7, gate="desirable", only=wrong.journeys, anyway=True)
            assert_configuration(assessed(asked, supplier, tmp_path / "out"), wrong.key)


def assessed(asked, supplier, folder, *more):
    """Run some journeys, and judge every criterion that needs one of them; gives the assessment."""
    suite = installed_suite()
    record(asked, supplier.declaration, folder, *more, catalogue=suite.catalogue)
    journeys = {name: journey.pathway for name, journey in all_journeys(suite.catalogue.suites).items()}
    criteria = [
        criterion
        for criterion in suite.catalogue.criteria
        for pathway in suite.catalogue.pathways_of(criterion)
        if set(asked.only) & set(journeys_needed(suite.catalogue, criterion, pathway, journeys))
    ]
    assert criteria
    return judge_criteria(folder, suite, criteria)


def assert_configuration(assessment, key):
    """Hold an assessment to have one thing to look at, and nothing against the product."""
    told = [(cause.key, cause.blame) for cause in assessment.causes]
    assert len(told) == 1, told
    assert key in told[0][0]
    assert told[0][1] == "configuration"
    failed = [
        f"{criterion.id}: {check.message}"
        for _, criterion, check in assessment.checks()
        if check.verdict in ("fail", "error")
    ]
    assert failed == []
    assert assessment.outcome.met is False
    hidden = [criterion for _, criterion in assessment.criteria() if criterion.cause]
    assert {criterion.blame for criterion in hidden} <= {"configuration"}
    if hidden:
        assert assessment.outcome.exit_status == Exit.USAGE


@pytest.mark.parametrize("candidate", CANDIDATES, ids=lambda candidate: candidate.name)
def test_without_a_wrong_setting_nothing_is_told(candidate, tmp_path, environments):
    with started(candidate, WRONG[0].__class__("none", ""), tmp_path, environments) as (supplier, _):
        assert keys_before(supplier) == []


def test_a_process_that_goes_in_the_middle_is_told_first(tmp_path, environments):
    candidate, nothing = CANDIDATES[0], WRONG[0].__class__("none", "")
    with started(candidate, nothing, tmp_path, environments) as (supplier, running):

        def end_it(line):
            if line.startswith("running"):
                running.close()

        asked = Asked(seed=7, only=("urgent-medicine-supplied",))
        assessment = assessed(asked, supplier, tmp_path / "out", end_it)

    assert [(cause.kind, cause.blame) for cause in assessment.causes] == [("gone", "environment")]
    assert not [check for _, _, check in assessment.checks() if check.verdict in ("fail", "error")]
    assert assessment.outcome.exit_status == Exit.NOT_MET


class _Page(BaseHTTPRequestHandler):
    """A proxy's page, whatever is asked."""

    def _answer(self):
        page = b"<!doctype html><title>Sign in to the network</title>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    do_GET = do_POST = _answer  # noqa: N815 - names that http.server looks for

    def log_message(self, *_):
        pass


def test_a_page_of_a_proxy_in_place_of_the_control_api_is_told_by_its_key(tmp_path, environments):
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        supplier = Folder(tmp_path, environments[0])
        control = f"http://127.0.0.1:{server.server_port}/control/v1"
        supplier.declare(CANDIDATES[0].declaration, {"control.url": control})

        assert keys_before(supplier) == ["control.url"]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

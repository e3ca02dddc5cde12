"""Allure's results: one for each check, under its criterion, with its real status and what a failure rests on."""

import json
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest

from checkout import ROOT
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.events import BodyReference, Exchange, Message
from cpcs_harness.evidence.log import Log
from cpcs_harness.judging.allure import ENVIRONMENT, LISTENER, severity, take_back, write_in_our_words
from made_up import DECLARED, plan

CATALOGUE = load_catalogue(ROOT / "toolkit_requirements.yaml")
BODY = b'{"reason": "a body that says why \x07"}'
CHECKS = '''
from cpcs_harness.judging import NotMet, NotShown, criterion

@criterion("PDS-05")
def test_passes(evidence):
    """It looks, and finds all well."""

@criterion("PDS-05")
def test_not_met(evidence):
    """It finds the candidate wrong."""
    raise NotMet("this", "that", at="there", todo="mend it", exchanges=["e2", "e2", "e9"])

@criterion("PDS-05")
def test_wrongly_set(evidence):
    """It finds a setting wrong."""
    raise NotMet("this", "that", blame="configuration")

@criterion("PDS-05")
def test_not_shown(evidence):
    """It finds nothing to look at."""
    raise NotShown("nothing was recorded")

@criterion("PDS-05")
def test_breaks(evidence):
    """It is broken itself."""
    raise ZeroDivisionError("ours")

@criterion("PDS-05")
def test_breaks_before(evidence, no_such_fixture):
    """It cannot even begin."""
'''


def exchange(log):
    """Write one exchange with PDS."""
    reference = BodyReference(log.keep(BODY), len(BODY), "application/json")
    asked = Message({"method": "GET", "target": "/Patient"}, (("X-Request-ID", "one"),), BodyReference("", 0))
    answered = Message({"status": 400}, (), reference)
    told = Exchange("pds", "search", "http", "from-candidate", asked, answered,
                    Certainty("published"), "", "", "", {}, 1.0)  # fmt: skip
    log.write("exchange", told.as_json())


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Judge the checks above on a run with one exchange; gives the folder of Allure's results."""
    tmp_path = tmp_path_factory.mktemp("allure")
    log = Log(tmp_path / "run" / "evidence")
    log.write("plan", plan(declaration=DECLARED | {"name": "A system\nsupplier = me \u00e9"}).as_json())
    exchange(log)
    log.finish()
    suite = tmp_path / "suite"
    suite.mkdir()
    (suite / "test_checks.py").write_text(CHECKS)
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pytest.toml"), f"--rootdir={suite}"]
    command += ["-p", "allure_pytest.plugin", "--alluredir", str(tmp_path / "results"), "--clean-alluredir"]
    command += ["--cpcs-checks-only", f"--cpcs-run={tmp_path / 'run'}", str(suite)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=600)
    assert done.returncode == 1, done.stdout + done.stderr
    return tmp_path / "results"


@pytest.fixture(scope="module")
def results(written):
    """Give each result by the name of its check."""
    return {one["fullName"].partition("#")[2]: one for one in read(written)}


def read(folder):
    """Give every result in a folder."""
    return [json.loads(path.read_text()) for path in folder.glob("*-result.json")]


@pytest.mark.parametrize(
    ("check", "status"),
    [
        ("test_passes", "passed"),
        ("test_not_met", "failed"),
        ("test_wrongly_set", "broken"),
        ("test_not_shown", "skipped"),
        ("test_breaks", "broken"),
        ("test_breaks_before", "broken"),
    ],
)
def test_a_failure_of_the_candidates_has_failed_and_what_is_ours_is_broken(results, check, status):
    assert results[check]["status"] == status


def test_a_result_is_named_by_its_criterion_and_ranked(results):
    criterion = CATALOGUE.criteria["PDS-05"]
    for check, result in results.items():
        assert result["name"].startswith("PDS-05 Each search of the system in PDS"), check
        labels = [label["value"] for label in result["labels"] if label["name"] == "severity"]
        assert labels == [severity(criterion, CATALOGUE).value], check
        assert result["parameters"] == [{"name": "judged in", "value": "minor-illness"}], check
        for text in (criterion.risk, criterion.to_do, criterion.source.document):
            assert text in result["description"], check


def test_a_result_leads_to_its_requirement_in_the_report(results):
    assert [link["url"] for link in results["test_passes"]["links"]] == ["../report.html#MI-PDS-E.PDS-05"]


def test_a_failure_says_what_was_expected_and_names_nothing_of_pythons(results):
    told = results["test_not_met"]["statusDetails"]["message"]

    assert told.splitlines() == ["expected this", "received that", "at       there", "to do    mend it"]
    assert "statusDetails" not in results["test_passes"]


def test_request_and_response_that_a_failure_rests_on_are_attached_once_and_nothing_else_is(written, results):
    (attached,) = results["test_not_met"]["attachments"]
    text = (written / attached["source"]).read_text()

    assert (attached["name"], attached["type"]) == ("e2", "text/plain")
    for words in ("GET /Patient", "X-Request-ID: one", "400 Bad Request", "a body that says why"):
        assert words in text
    assert "\x07" not in text
    assert [check for check, one in results.items() if one.get("attachments")] == ["test_not_met"]


def test_a_failure_that_was_taken_back_is_shown_as_skipped_and_no_other_is(written, results, tmp_path):
    folder = shutil.copytree(written, tmp_path / "results")
    both = ("test_not_met", "test_passes")
    taken = {f"test_checks.py::{check}[minor-illness]": "The key is wrong." for check in both}

    take_back(folder, "conformance", taken)
    now = {one["fullName"].partition("#")[2]: one for one in read(folder)}

    assert now["test_not_met"]["status"] == "skipped"
    assert now["test_not_met"]["statusDetails"]["message"] == "The key is wrong."
    assert {check: one for check, one in now.items() if check != "test_not_met"} == {
        check: one for check, one in results.items() if check != "test_not_met"
    }


def test_the_environment_says_what_was_judged_and_a_name_begins_no_line_of_its_own(written):
    lines = (written / ENVIRONMENT).read_text(encoding="ascii").splitlines()

    assert "candidate = A system supplier = me \\u00e9 1" in lines
    assert [line for line in lines if line.startswith("supplier")] == ["supplier = s"]
    assert "seed = 1" in lines


def test_severity_goes_by_what_a_failure_means():
    ranked = {id: severity(one, CATALOGUE).value for id, one in CATALOGUE.criteria.items()}
    first = {id for hazard in CATALOGUE.hazards if hazard.told_first for id in hazard.criteria}

    assert set(ranked.values()) == {"blocker", "critical", "normal", "minor"}
    for id, one in CATALOGUE.criteria.items():
        assert (ranked[id] == "minor") == (one.strength == "should"), id
        if ranked[id] == "blocker":
            assert id in first, id
        if ranked[id] == "normal":
            assert one.certainty == "modelled", id


class Listener:
    """Listens to a check and to its fixtures, as Allure's own does."""

    def __init__(self, folder):
        self.heard = []
        self.config = SimpleNamespace(option=SimpleNamespace(allure_report_dir=str(folder)))

    @pytest.hookimpl
    def pytest_runtest_logfinish(self, nodeid):
        self._update_fixtures_children(nodeid)
        self.heard.append(nodeid)

    @pytest.hookimpl
    def pytest_fixture_setup(self, fixturedef):
        self.heard.append(fixturedef)

    @pytest.hookimpl
    def pytest_fixture_post_finalizer(self, fixturedef):
        self.heard.append(fixturedef)

    def _update_fixtures_children(self, item):
        self.heard.append(f"a file for each fixture of {item}")


def judgement():
    """Give a judging of a run in which nothing happened."""
    evidence = SimpleNamespace(plan=plan(), events=[{"at": "2026-01-01"}], run="a run")
    return SimpleNamespace(evidence=evidence, catalogue=CATALOGUE)


def test_the_listener_hears_of_checks_and_not_of_fixtures(tmp_path):
    plugins, listener = pytest.PytestPluginManager(), Listener(tmp_path)
    plugins.register(listener, LISTENER)

    write_in_our_words(plugins, judgement())
    plugins.hook.pytest_fixture_setup(fixturedef="a fixture", request=None)
    plugins.hook.pytest_runtest_logfinish(nodeid="a check", location=("", 0, ""))
    plugins.hook.pytest_fixture_post_finalizer(fixturedef="a fixture", request=None)

    assert listener.heard == ["a check"]


def test_without_allure_nothing_is_changed():
    plugins = pytest.PytestPluginManager()

    write_in_our_words(plugins, judgement())

    assert not plugins.has_plugin(LISTENER)

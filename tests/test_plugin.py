"""What a check raises, and what pytest and the results say of it."""

import json
import subprocess
import sys

import pytest

from cpcs_harness._content import ROOT
from cpcs_harness.evidence.log import Log
from made_up import plan

CHECKS = '''
from cpcs_harness.judging import NotApplicable, NotMet, NotShown, criterion

@criterion("PDS-05")
def test_passes(evidence):
    """It looks, and finds all well."""

@criterion("PDS-05")
def test_not_met(evidence):
    """It finds the candidate wrong."""
    raise NotMet("this", "that", at="there", todo="mend it", exchanges=["e3"])

@criterion("PDS-05")
def test_not_met_by_a_text_like_a_finding(evidence):
    """It finds a text that looks like the end of a finding."""
    raise NotMet("this", "that\\nto do    nothing", todo="mend it")

@criterion("PDS-05")
def test_not_shown(evidence):
    """It finds nothing to look at."""
    raise NotShown("nothing was recorded")

@criterion("PDS-05")
def test_not_applicable(evidence):
    """It is about what nobody has to do."""
    raise NotApplicable("nothing was sent again")

@criterion("PDS-06")
def test_in_each_mode(evidence):
    """It is judged in each access mode by itself."""
    raise NotMet(evidence.mode, "the other")

@criterion("PDS-05")
def test_breaks(evidence):
    """It is broken itself."""
    raise ZeroDivisionError("ours")

@criterion("PDS-05")
def test_breaks_before(evidence, no_such_fixture):
    """It cannot even begin."""
'''
CAUGHT = """
import json
from pathlib import Path
from cpcs_harness.judging.judgement import Judgement

def pytest_sessionfinish(session):
    if not hasattr(session.config, "workerinput"):
        results = [one.as_json() for one in Judgement.current.results]
        Path(__file__).with_name("results.json").write_text(json.dumps(results))
"""


@pytest.fixture(scope="module", params=["one process", "two workers"])
def judged(request, tmp_path_factory):
    """Judge the checks above on a run in which nothing happened; gives what pytest said, and results by name."""
    tmp_path = tmp_path_factory.mktemp("plugin")
    log = Log(tmp_path / "run" / "evidence")
    log.write("plan", plan().as_json())
    log.finish()
    suite = tmp_path / "suite"
    suite.mkdir()
    (suite / "test_checks.py").write_text(CHECKS)
    (suite / "conftest.py").write_text(CAUGHT)
    workers = ["-p", "xdist", "-n", "2"] if request.param == "two workers" else []
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        str(ROOT / "pytest.toml"),
        f"--rootdir={suite}",
        *workers,
    ]
    command += ["--cpcs-checks-only", f"--cpcs-run={tmp_path / 'run'}", "-rs", str(suite)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert (suite / "results.json").exists(), done.stdout + done.stderr
    results = json.loads((suite / "results.json").read_text())
    named = {one["nodeid"].split("::")[1]: one for one in results}
    return done, named | {name.split("[")[0]: one for name, one in named.items()}


def test_pytest_counts_a_failure_a_skip_and_errors(judged):
    done, _ = judged

    closing = done.stdout.replace(",", "")
    for words in ("4 failed", "1 passed", "2 skipped", "2 errors"):
        assert words in closing, done.stdout
    assert "not shown: nothing was recorded" in done.stdout
    assert "not applicable: nothing was sent again" in done.stdout


@pytest.mark.parametrize(
    ("check", "verdict", "blame"),
    [
        ("test_passes", "pass", None),
        ("test_not_met", "fail", "candidate"),
        ("test_not_shown", "not_shown", "candidate"),
        ("test_not_applicable", "not_applicable", None),
        ("test_breaks", "error", "harness"),
        ("test_breaks_before", "error", "harness"),
    ],
)
def test_each_outcome_has_its_verdict_and_its_blame(judged, check, verdict, blame):
    result = judged[1][check]

    assert (result["verdict"], result["blame"]) == (verdict, blame)
    assert result["criterion"] == "PDS-05"
    assert result["pathway"] == "minor-illness"


@pytest.mark.parametrize("mode", ["application-restricted", "healthcare-worker"])
def test_a_criterion_that_is_judged_in_modes_has_a_result_in_each(judged, mode):
    result = judged[1][f"test_in_each_mode[minor-illness, {mode}]"]

    assert (result["pathway"], result["mode"], result["verdict"]) == ("minor-illness", mode, "fail")
    assert mode in result["message"]


def test_each_result_says_how_long_its_check_took(judged):
    assert [name for name, one in judged[1].items() if not one["seconds"] > 0] == []


def test_what_was_not_met_says_expected_received_where_and_what_to_do(judged):
    result = judged[1]["test_not_met"]

    assert result["message"].splitlines() == [
        "expected this",
        "received that",
        "at       there",
        "to do    mend it",
    ]
    assert result["exchanges"] == ["e3"]
    assert result["finding"] == {
        "expected": "this",
        "received": "that",
        "at": "there",
        "todo": "mend it",
        "exchanges": ["e3"],
    }


def test_what_was_received_stays_whole_though_it_looks_like_a_finding(judged):
    finding = judged[1]["test_not_met_by_a_text_like_a_finding"]["finding"]

    assert (finding["received"], finding["todo"]) == ("that\nto do    nothing", "mend it")


def test_only_what_was_not_met_has_a_finding(judged):
    found = {name for name, one in judged[1].items() if one["finding"] and "[" not in name}
    assert found == {
        "test_in_each_mode",
        "test_not_met",
        "test_not_met_by_a_text_like_a_finding",
    }


def test_no_check_uses_assert():
    import ast

    found = [
        f"{path.name}:{node.lineno}"
        for path in (ROOT / "conformance").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Assert)
    ]

    assert found == []

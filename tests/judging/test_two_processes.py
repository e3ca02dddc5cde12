"""Two processes judge one run: at once, and with the results of one, in its order."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from checkout import ROOT
from cpcs_harness.evidence.log import Log
from made_up import plan

BEFORE = """
import os
from pathlib import Path
from cpcs_harness.judging import NotMet, criterion
PIPE = Path(__file__).with_name("pipe")
"""
MEETING = {
    "test_a.py": '@criterion("PDS-05")\ndef test_waits(evidence):\n    assert PIPE.read_text() == "met"\n',
    "test_b.py": '@criterion("PDS-05")\ndef test_comes(evidence):\n    PIPE.write_text("met")\n',
}
"""Each can end only while the other is under way."""
MANY = {
    f"test_{name}.py": f'@criterion("PDS-05")\ndef test_one(evidence):\n    raise NotMet("{name}", "none", at="x")\n'
    for name in "abcdefgh"
}
ENDING = MEETING | {"test_b.py": f"{MEETING['test_b.py']}    os._exit(7)\n"}
CAUGHT = """
import json
from pathlib import Path
from cpcs_harness.judging import two_processes
from cpcs_harness.judging.judgement import Judgement
two_processes.ENOUGH = 0

def pytest_sessionfinish(session):
    results = [one.as_json() for one in Judgement.current.results]
    Path(__file__).with_name("results.json").write_text(json.dumps(results))
"""

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/task").is_dir() or len(os.sched_getaffinity(0)) < 2, reason="there is one processor"
)


def judged(folder, checks):
    """Judge a run of nothing by these files of checks; gives what pytest came to, and the results."""
    log = Log(folder / "run" / "evidence")
    log.write("plan", plan().as_json())
    log.finish()
    suite = folder / "suite"
    suite.mkdir()
    os.mkfifo(suite / "pipe")
    for name, text in {
        **{name: BEFORE + text for name, text in checks.items()},
        "conftest.py": CAUGHT,
    }.items():
        (suite / name).write_text(text)
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pytest.toml"), f"--rootdir={suite}", "-q"]
    command += ["--cpcs-checks-only", "--cpcs-two-processes", f"--cpcs-run={folder / 'run'}", str(suite)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    return done, json.loads((suite / "results.json").read_text())


def test_both_judge_at_once(tmp_path):
    done, results = judged(tmp_path, MEETING)

    assert "2 passed" in done.stdout, done.stdout + done.stderr
    assert [one["verdict"] for one in results] == ["pass", "pass"]


def test_results_stand_in_the_order_of_one_process(tmp_path):
    done, results = judged(tmp_path, MANY)

    assert "8 failed" in done.stdout, done.stdout + done.stderr
    assert [one["nodeid"].split("::")[0] for one in results] == list(MANY)
    assert [one["finding"]["expected"] for one in results] == list("abcdefgh")


def test_that_the_second_ended_early_breaks_the_judging(tmp_path):
    done, _ = judged(tmp_path, ENDING)

    assert done.returncode == pytest.ExitCode.INTERNAL_ERROR
    assert "the second process that judges ended with status 7" in done.stdout + done.stderr

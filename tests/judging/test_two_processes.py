"""Two processes judge one run: at once, and with the results of one, in its order."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from checkout import ROOT
from cpcs_harness.evidence.log import Log
from made_up import plan

BEFORE = """
import os
from multiprocessing import parent_process
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
IN_THE_SECOND = "    if parent_process() is not None:\n"
KILLED = MEETING | {
    "test_b.py": '@criterion("PDS-05")\ndef test_is_killed_once(evidence):\n'
    f'{IN_THE_SECOND}        PIPE.write_text("met")\n        os.kill(os.getpid(), 9)\n'
}
ORPHANED = {
    "test_a.py": f"{MEETING['test_a.py']}    os.kill(os.getpid(), 9)\n",
    "test_b.py": f"{MEETING['test_b.py']}    parent_process().join()\n"
    '    raise NotMet("more than a pipe holds " * 10_000, "none", at="x")\n',
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


NO_ROOM = """
def start(_):
    raise BlockingIOError(11, "Resource temporarily unavailable")

two_processes._CONTEXT.Process.start = start
"""


def run(folder, checks, conftest=CAUGHT):
    """Judge a run of nothing by these files of checks; gives what pytest came to."""
    log = Log(folder / "run" / "evidence")
    log.write("plan", plan().as_json())
    log.finish()
    suite = folder / "suite"
    suite.mkdir()
    os.mkfifo(suite / "pipe")
    for name, text in {
        **{name: BEFORE + text for name, text in checks.items()},
        "conftest.py": conftest,
    }.items():
        (suite / name).write_text(text)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        str(ROOT / "pytest.toml"),
        f"--rootdir={suite}",
        "-q",
        "-s",
    ]
    command += ["--cpcs-checks-only", "--cpcs-two-processes", f"--cpcs-run={folder / 'run'}", str(suite)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


def judged(folder, checks, conftest=CAUGHT):
    """Judge a run of nothing; gives what pytest came to, and the results."""
    done = run(folder, checks, conftest)
    return done, json.loads((folder / "suite" / "results.json").read_text())


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


def test_what_the_second_was_killed_at_is_judged_by_the_first(tmp_path):
    done, results = judged(tmp_path, KILLED)

    assert "2 passed" in done.stdout, done.stdout + done.stderr
    assert [one["verdict"] for one in results] == ["pass", "pass"]


def test_one_process_judges_where_there_is_no_room_for_a_second(tmp_path):
    done, results = judged(tmp_path, MANY, CAUGHT + NO_ROOM)

    assert "8 failed" in done.stdout, done.stdout + done.stderr
    assert [one["finding"]["expected"] for one in results] == list("abcdefgh")


def test_what_a_check_prints_in_the_second_is_told(tmp_path):
    printing = MEETING | {"test_b.py": f"{MEETING['test_b.py']}    print('said in the second')\n"}

    done, _ = judged(tmp_path, printing)

    assert "said in the second" in done.stdout


def test_the_second_ends_though_the_first_was_killed(tmp_path):
    """What both print to ends only when both have: the second, with more to tell than a pipe holds, is done too."""
    assert run(tmp_path, ORPHANED).returncode == -signal.SIGKILL

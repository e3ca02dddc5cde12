"""One run, one folder: a second is told who has it, and one that was killed stands in nobody's way."""

import os
import platform
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest

from cpcs_harness.errors import Exit, UsageProblem
from cpcs_harness.run.lock import LOCK, hold
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.record import record

HOLDER = """
import sys
from pathlib import Path
from cpcs_harness.run.lock import hold

with hold(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_process(folder):
    """Another process that has a folder until its input ends."""
    command = [sys.executable, "-c", HOLDER, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.stdin.close()


def test_a_second_is_told_in_one_sentence_who_has_the_folder(tmp_path):
    with another_process(tmp_path) as process, pytest.raises(UsageProblem) as told, hold(tmp_path):
        pass

    assert f"is being written to by process {process.pid} on {platform.node()} since 2" in str(told.value)
    assert "\n" not in str(told.value)


def test_a_folder_is_free_when_its_holder_is_done(tmp_path):
    with another_process(tmp_path):
        pass

    with hold(tmp_path):
        assert f"process {os.getpid()} " in (tmp_path / LOCK).read_text()
    assert (tmp_path / LOCK).read_text() == ""


def test_a_holder_that_was_killed_stands_in_nobodys_way(tmp_path):
    with another_process(tmp_path) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()

    assert f"process {process.pid} " in (tmp_path / LOCK).read_text()
    with hold(tmp_path):
        assert f"process {os.getpid()} " in (tmp_path / LOCK).read_text()


def test_two_threads_or_two_calls_of_one_process_do_not_share_a_folder(tmp_path):
    with hold(tmp_path), pytest.raises(UsageProblem, match=f"process {os.getpid()} "), hold(tmp_path):
        pass


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(UsageProblem, match="is no folder to write to"), hold(tmp_path / "file" / "out"):
        pass


def test_a_second_run_touches_nothing_of_the_first(tmp_path):
    (tmp_path / "report.html").write_text("of the first run")

    with another_process(tmp_path), pytest.raises(UsageProblem, match="is being written to by process"):
        record(Asked(), None, tmp_path)

    assert (tmp_path / "report.html").read_text() == "of the first run"


def test_judging_a_run_that_is_under_way_is_status_2(tmp_path):
    (tmp_path / "evidence").mkdir()
    command = [sys.executable, "-m", "cpcs_harness", "judge", str(tmp_path)]

    with another_process(tmp_path):
        judging = subprocess.run(command, capture_output=True, text=True, check=False)

    assert judging.returncode == Exit.USAGE
    assert "is being written to by process" in judging.stderr
    assert "Traceback" not in judging.stderr

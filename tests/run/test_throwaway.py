"""What a run throws away is gone after it, and after the next one where it was killed."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cpcs_harness.run.throwaway import IN_USE, sweep, throwaway

HELD = """
import sys, time
from cpcs_harness.run.throwaway import throwaway
with throwaway("reference", sys.argv[1]) as folder:
    (folder / "private.key").write_text("secret")
    print(folder, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def place(tmp_path):
    (tmp_path / "place").mkdir()
    return tmp_path / "place"


def test_it_is_gone_in_the_end_and_nobody_elses_to_read(place):
    with throwaway("reference", str(place)) as folder:
        assert folder.parent.stat().st_mode & 0o077 == 0
        assert list(folder.iterdir()) == []
        assert sweep([place]) == []
        assert folder.is_dir()
    assert list(place.iterdir()) == []


def test_what_a_killed_run_left_is_removed_and_what_a_living_one_has_stays(place):
    processes = [
        subprocess.Popen([sys.executable, "-c", HELD, str(place)], stdout=subprocess.PIPE) for _ in range(2)
    ]
    with processes[0], processes[1]:
        killed, living = (process.stdout.readline().decode().strip() for process in processes)
        processes[0].send_signal(signal.SIGKILL)
        processes[0].wait(20)

        assert sweep([place]) == [Path(killed).parent]
        assert list(place.iterdir()) == [Path(living).parent]
        processes[1].kill()


def test_what_is_not_known_to_be_ours_stays(place):
    (place / "cpcs-other").mkdir()
    (place / "cpcs-file").write_text("x")
    (place / "cpcs-link").symlink_to(place / "cpcs-other")
    (place / "cpcs-other" / "kept").write_text("x")
    (place / "cpcs-linked").mkdir()
    (place / "cpcs-linked" / IN_USE).symlink_to(place / "cpcs-file")

    assert sweep([place]) == []
    assert len(list(place.iterdir())) == 4

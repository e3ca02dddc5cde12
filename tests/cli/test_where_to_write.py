"""Folders that nobody can write to, and disks that are full, as they really are: status 2, where, and what to do."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cpcs_harness.errors import Exit
from forked_cpcs import run

pytestmark = pytest.mark.long(minutes=1)

SECONDS = 300
CPCS = (sys.executable, "-P", "-m", "cpcs_harness")
SOME = ("--only", "pds-search-mi", "--gate", "none")
IN_A_NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")
MAY_NOT = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
"""Takes from root the right to write where nobody may; whoever else has none."""

LIMITED = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
os.execv(sys.argv[1], sys.argv[1:])
"""


def ran(*command, cwd):
    return subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, text=True, timeout=SECONDS)


def told(done):
    assert done.returncode == Exit.USAGE, done.stderr
    assert "Traceback" not in done.stderr
    assert "the harness broke" not in done.stderr
    return done.stderr.splitlines()[-1]


@pytest.mark.parametrize("out", ["/proc/x", "/proc/self", "/dev/null", "/dev/null/x"])
@pytest.mark.parametrize("command", [("assess", *SOME, "--out"), ("init",)], ids=lambda command: command[0])
def test_where_nothing_can_be_written_another_folder_is_asked_for(tmp_path, command, out):
    done = run([*command, out], tmp_path, SECONDS)

    assert told(done).startswith(f"cpcs: {out} is no folder to write to: ")
    assert "Name another one" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_where_mocks_cannot_write_another_folder_is_asked_for(tmp_path):
    assert run(["init"], tmp_path, SECONDS).returncode == 0

    done = run(["mocks", "--candidate", "candidate.toml", "--out", "/proc/x"], tmp_path, SECONDS)

    assert "is no folder to write to: " in told(done)


def test_a_run_in_a_folder_that_is_no_runs_is_not_judged(tmp_path):
    assert "holds no evidence of a run" in told(run(["judge", "/proc/self"], tmp_path, SECONDS))


@pytest.fixture
def unwritable(tmp_path):
    """A folder that its mode lets nobody write to; gives what to begin a command with so that root may not either."""
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("missing: setpriv")
    folder = tmp_path / "unwritable"
    folder.mkdir()
    folder.chmod(0o555)
    yield folder, MAY_NOT if os.geteuid() == 0 else ()
    folder.chmod(0o755)


@pytest.mark.parametrize("command", [("assess", *SOME, "--out"), ("init",)], ids=lambda command: command[0])
def test_a_folder_without_the_right_to_write_there(tmp_path, unwritable, command):
    folder, before = unwritable

    done = ran(*before, *CPCS, *command, folder / "out", cwd=tmp_path)

    assert told(done).startswith(
        f"cpcs: {folder / 'out'} is no folder to write to: {os.strerror(errno.EACCES)}."
    )
    assert list(folder.iterdir()) == []


@pytest.fixture
def mounted(tmp_path):
    """Run a command while a small disk is mounted; gives what it said, or skips where nobody may mount one."""
    place = tmp_path / "disk"
    place.mkdir()

    def run_there(how, *command, before="true"):
        script = f'mount -t tmpfs -o {how} none "$0" && {before} && exec "$@"'
        if shutil.which("unshare") is None or ran(*IN_A_NAMESPACE, "true", cwd=tmp_path).returncode:
            pytest.skip("this machine lets nobody mount a disk of their own")
        return ran(*IN_A_NAMESPACE, "sh", "-c", script, place, *command, cwd=tmp_path)

    return place, run_there


@pytest.mark.parametrize("size", ["150k", "1m", "2m"])
def test_a_disk_that_is_full_while_a_run_is_recorded_or_judged(mounted, size):
    place, run_there = mounted

    done = run_there(f"size={size}", *CPCS, "assess", *SOME, "--out", place / "out")

    said = told(done)
    assert said.startswith(f"cpcs: {place}/out")
    assert os.strerror(errno.ENOSPC) in said
    assert said.endswith("then run it again.")


def test_a_disk_that_is_to_be_read_only(mounted):
    place, run_there = mounted

    done = run_there(
        "size=1m", *CPCS, "assess", *SOME, "--out", place / "out", before=f"mount -o remount,ro '{place}'"
    )

    assert told(done).startswith(f"cpcs: {place}/out is no folder to write to: {os.strerror(errno.EROFS)}")


def test_a_file_that_may_grow_no_further(tmp_path):
    """As a quota has it: the kernel refuses, wherever the disk ends."""
    done = ran(sys.executable, "-c", LIMITED, *CPCS, "assess", *SOME, cwd=tmp_path)

    assert os.strerror(errno.EFBIG) in told(done)
    assert not (Path(tmp_path) / "out" / "assessment.json").exists()

"""Folders of what is thrown away after a run: what a killed run left is removed by the next that starts.

Each holds a file that is locked as long as its run lives; the operating system lets go of it whatever the end was.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from cpcs_harness.run.memory import MEMORY

PREFIX = "cpcs-"
IN_USE = ".in-use"


@contextmanager
def throwaway(kind: str, parent: str | None = None) -> Iterator[Path]:
    """Make a folder that nobody else can read, and remove it in the end; what earlier runs left goes first."""
    sweep_once()
    with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{kind}-", dir=parent) as name:
        folder = Path(name) / "run"  # the lock stands beside it: whoever is given it finds it empty
        folder.mkdir(0o700)
        lock = _locked(Path(name))
        try:
            yield folder
        finally:
            os.close(lock)


@cache
def sweep_once() -> None:
    """Sweep at the first folder that a process makes."""
    sweep([Path(tempfile.gettempdir()), MEMORY])


def sweep(places: list[Path]) -> list[Path]:
    """Remove what runs that ended without their last word left in some places; gives what was removed.

    A folder without the file, be it that it is another's, stays.
    """
    return [folder for place in places for folder in sorted(place.glob(f"{PREFIX}*")) if _is_removed(folder)]


def _locked(folder: Path) -> int:
    """Lock a new file and give it its name only then: a sweep never sees it without its lock."""
    unnamed = folder / f"{IN_USE}.new"
    lock = os.open(unnamed, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    unnamed.rename(folder / IN_USE)
    return lock


def _is_removed(folder: Path) -> bool:
    with suppress(OSError):
        about = folder.lstat()
        if not stat.S_ISDIR(about.st_mode) or about.st_uid != os.getuid():
            return False
        lock = os.open(folder / IN_USE, os.O_RDWR | os.O_NOFOLLOW)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(lock)
        return True
    return False

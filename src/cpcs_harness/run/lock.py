"""One run, one folder: who works in it has its lock, and others are told who that is."""

from __future__ import annotations

import fcntl
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cpcs_harness.errors import UsageProblem
from cpcs_harness.run.plain import LOCK, check_plain
from cpcs_harness.run.writable import made, named, not_to_be_written
from cpcs_harness.times import real_now, stamp


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Keep a folder, which is made where it is not there, for one run or one judging at a time.

    Raises UsageProblem, which names the holder, where somebody else works in it, and where it holds what no run writes.
    """
    path = made(folder) / LOCK
    try:
        check_plain(folder)
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
    except OSError as refused:
        raise not_to_be_written(folder, refused) from refused
    try:
        _lock(file, folder)
        os.truncate(file, 0)
        os.pwrite(file, _holder().encode(), 0)
        with named(folder):
            yield
        os.truncate(file, 0)
    finally:
        os.close(file)


def _lock(file: int, folder: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as held:
        holder = os.pread(file, 1000, 0).decode("utf-8", "replace").strip() or "another process"
        raise UsageProblem(
            f"{folder} is being written to by {holder}: wait for its end, or name another folder"
        ) from held
    except OSError as refused:
        raise UsageProblem(f"{folder} cannot be locked: {refused.strerror}") from refused


def _holder() -> str:
    return f"process {os.getpid()} on {platform.node()} since {stamp(real_now())}"

"""Folders that are written to: one that cannot be is for whoever named it."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cpcs_harness.errors import UsageProblem

_OF_THE_WHOLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
"""What is said of a disk, and of no file on it in particular."""


def made(folder: Path) -> Path:
    """Make a folder where it is not there, and give it; raises UsageProblem where it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as refused:
        raise not_to_be_written(folder, refused) from refused
    return folder


def not_to_be_written(folder: Path, refused: OSError) -> UsageProblem:
    """Say that a folder cannot be written to, why, and what to do."""
    return UsageProblem(
        f"{folder} is no folder to write to: {refused.strerror}. Name another one, or give the right to write there"
    )


@contextmanager
def named(folder: Path) -> Iterator[None]:
    """Have an error of a disk, which names no file where it comes of a file that was open, name the folder."""
    try:
        yield
    except OSError as refused:
        if refused.errno in _OF_THE_WHOLE and not refused.filename:
            refused.filename = str(folder)
        raise

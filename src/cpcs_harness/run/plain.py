"""A folder that a run is read from or written to holds files and folders of its own: no links, pipes or devices.

A run may come from anybody. Through a link in it, judging would read, empty or replace files of whoever judges.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence.archive import FOLDER as BODIES
from cpcs_harness.judging.judgement import EVIDENCE, RULINGS
from cpcs_harness.reporters import ASSESSMENT, FORMS
from cpcs_harness.run.folder import FOLDERS, LOG

LOCK = "cpcs.lock"
"""Stays in the folder; what counts is the operating system's lock on it, which ends with the process that has it."""


def check_plain(folder: Path) -> None:
    """Raise UsageProblem where what a run reads or writes in a folder is anything but a file or a folder there."""
    for path in _of_runs(folder):
        try:
            mode = path.lstat().st_mode
        except FileNotFoundError:
            continue
        if not (
            stat.S_ISDIR(mode) if path.name in FOLDERS or path == _bodies(folder) else stat.S_ISREG(mode)
        ):
            raise UsageProblem(
                f"{path} is {_kind(mode)}, which no run writes. Remove it, or have the run handed over without it"
            )


def _of_runs(folder: Path) -> Iterator[Path]:
    yield from (folder / name for name in (LOCK, LOG, ASSESSMENT, RULINGS, *FORMS, *FOLDERS))
    for held in (*(folder / name for name in FOLDERS), _bodies(folder)):
        if held.is_dir() and not held.is_symlink():
            yield from held.iterdir()


def _bodies(folder: Path) -> Path:
    """Name the folder in which bodies may lie, where somebody has unpacked their archive."""
    return folder / EVIDENCE / BODIES


def _kind(mode: int) -> str:
    kinds = {stat.S_IFLNK: "a link", stat.S_IFDIR: "a folder", stat.S_IFREG: "a file", stat.S_IFIFO: "a pipe"}
    return kinds.get(stat.S_IFMT(mode), "no file")

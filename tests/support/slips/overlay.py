"""The reference service with one slip: a folder of links to all its files, of which one is written anew."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from cpcs_harness.run.reference_process import LOG, OwnProcess, reference_environment
from slips.places import PACKAGE
from slips.slip import Slip


def overlay(root: Path, slip: Slip, folder: Path) -> Path:
    """Lay the reference out below a folder, with the slip; gives the folder to import it from."""
    source = root
    target = folder
    target.mkdir(parents=True, exist_ok=True)
    parts = Path(slip.file).parts
    for part in parts:
        for other in source.iterdir():
            if (
                other.name != part
                and (source != root or other.name != PACKAGE)
                and other.name != "__pycache__"
            ):
                (target / other.name).symlink_to(other)
        source, target = source / part, target / part
        if part != parts[-1]:
            target.mkdir()
    target.write_text(slip.put_into(source.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


class Slipped(OwnProcess):
    """The reference started from such a folder."""

    def __init__(self, place: Path, module: str, arguments: Sequence[str], folder: Path) -> None:
        environment = reference_environment()
        environment |= {"PYTHONPATH": os.pathsep.join([str(place), environment["PYTHONPATH"]])}
        command = [sys.executable, "-P", "-m", module, *arguments]
        with (folder / LOG).open("wb") as log:
            self._process = subprocess.Popen(
                command, env=environment, cwd=folder, stdin=subprocess.PIPE, stdout=log, stderr=log
            )

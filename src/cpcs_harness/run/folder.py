"""The folder that a run writes into, and what of an earlier run is cleared from it."""

from __future__ import annotations

import shutil
from pathlib import Path

from cpcs_harness.judging.judgement import EVIDENCE, RULINGS
from cpcs_harness.reporters import ASSESSMENT, FORMS

LOG = "checks.log"
FOLDERS = (EVIDENCE, "allure-results")


def clear(out: Path, own: Path | None) -> None:
    """Make room for a run, without touching anything in the folder that no run wrote.

    `out` is there, and locked. `own` is the folder of the candidate's declaration: rulings that lie there are the
    supplier's, and stay.
    """
    rulings = () if own is not None and own.resolve() == out.resolve() else (RULINGS,)
    for name in (ASSESSMENT, *FORMS, LOG, *rulings):
        (out / name).unlink(missing_ok=True)
    for name in FOLDERS:
        if (out / name).is_dir():
            shutil.rmtree(out / name)

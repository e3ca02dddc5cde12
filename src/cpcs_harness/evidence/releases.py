"""The published list of releases, and whether a run and what judged it are among them.

A run cannot call itself recognised, for an altered harness would as well. Somebody else's install can say so of it: one
that they know to be unaltered, by a list that they trust.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence.digest import JudgedBy

COLUMNS = ("release", "date", "commit", "digest", "suite", "engine", "catalogue")
MAX_LIST = 1024 * 1024


@dataclass(frozen=True)
class Recognition:
    """Whether an install recognises a run, and why or why not in one line."""

    holds: bool
    sentence: str


def releases_in(path: Path) -> dict[str, str]:
    """Read a list of releases; gives names by digest. Raises UsageProblem for a file that is none."""
    if not path.is_file():
        raise UsageProblem(f"{path} is not there: it is to list the releases that are published")
    if path.stat().st_size > MAX_LIST:
        raise UsageProblem(f"{path} is larger than {MAX_LIST} bytes, and is not read")
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
    except (ValueError, csv.Error) as wrong:
        raise UsageProblem(f"{path} is no list of releases: {wrong}") from wrong
    found = {}
    for number, row in enumerate(rows, start=2):
        found[_digest(row, f"{path}:{number}")] = str(row["release"])
    return found


def _digest(row: Mapping[str | None, str | list[str] | None], place: str) -> str:
    if set(row) != set(COLUMNS) or not all(isinstance(value, str) and value for value in row.values()):
        raise UsageProblem(f"{place} is no release: {', '.join(COLUMNS)} are due")
    named = JudgedBy(str(row["suite"]), str(row["engine"]), str(row["catalogue"]), {})
    if named.digest != row["digest"]:
        raise UsageProblem(
            f"{place} is no release: its digest is not that of its suite, engine and catalogue"
        )
    return named.digest


def as_row(judged_by: JudgedBy, release: str, date: str) -> str:
    """Give the line by which a list names what is installed here."""
    held = (
        release,
        date,
        judged_by.commit,
        judged_by.digest,
        judged_by.suite,
        judged_by.engine,
        judged_by.catalogue,
    )
    return ",".join(held)


def recognition(
    judged_by: JudgedBy, planned: JudgedBy, releases: Mapping[str, str], altered: Sequence[str] = ()
) -> Recognition:
    """Say whether a run is recognised by the install that judged it.

    `altered` names what of the install is not what it was installed as.
    """
    if altered:
        more = f", and {len(altered) - 3} more" if len(altered) > 3 else ""
        return Recognition(
            False,
            f"Not recognised: this install was altered ({'; '.join(altered[:3])}{more}). Install it anew.",
        )
    ours, theirs = releases.get(judged_by.digest), releases.get(planned.digest)
    if ours is None:
        return Recognition(
            False,
            f"Not recognised: what judged (digest {judged_by.digest[:12]}) is no release in the list. Judge by one.",
        )
    if theirs is None:
        return Recognition(
            False,
            f"Not recognised: release {ours} judged; what the run was made by, as it says (digest "
            f"{planned.digest[:12]}), is no release in the list.",
        )
    return Recognition(
        True,
        f"Recognised by this install: release {ours} judged, and the run says that release {theirs} made it.",
    )

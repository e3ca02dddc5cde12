"""Pages of the documentation that a command writes, and holds against what it would write now."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from cpcs_harness._content import CATALOGUE, ROOT
from cpcs_harness.errors import Exit, UsageProblem

Make = Callable[[str], str]
"""Gives the text of a page, from the text that it has now (empty where there is none)."""


def keep_pages(pages: Mapping[str, Make], write: bool, refresh: str, catalogue: Path) -> int:
    """Write pages, by their paths in a checkout, or tell which are stale; gives the exit status.

    Raises UsageProblem outside a checkout, and for another catalogue than the installed one.
    """
    if not (ROOT / "pyproject.toml").is_file():
        raise UsageProblem(f"{', '.join(pages)}: a page of a checkout, and this harness is installed")
    if catalogue != CATALOGUE:
        raise UsageProblem(f"{', '.join(pages)} is of the installed catalogue; leave --write and --check out")
    stale = [name for name, make in pages.items() if _differs(ROOT / name, make, write)]
    for name in [] if write else stale:
        click.echo(f"{name} is stale; refresh it with: {refresh}", err=True)
    return Exit.NOT_MET if stale and not write else Exit.MET


def between(marker: str, text: str) -> Make:
    """Give a page with a text between the two comments that name the marker; the rest of the page is a person's."""
    begin, end = f"<!-- {marker} -->", f"<!-- end of {marker} -->"
    pattern = re.compile(f"(?<={re.escape(begin)}\n).*?(?={re.escape(end)})", re.DOTALL)
    return lambda now: pattern.sub(lambda _: text, now)


def _differs(path: Path, make: Make, write: bool) -> bool:
    now = path.read_text(encoding="utf-8") if path.is_file() else ""
    made = make(now)
    if write and made != now:
        path.write_text(made, encoding="utf-8")
    return made != now

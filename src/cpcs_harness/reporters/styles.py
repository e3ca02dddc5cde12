"""The report's stylesheet: of nhsuk-frontend's, as vendored, only the rules that the templates use; then our own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cpcs_harness._content import ROOT
from cpcs_harness.reporters.words import CHECK, CRITERION, LEVEL_OUTCOME, REQUIREMENT

REPORTS = ROOT / "reports"
NHSUK = "nhsuk-frontend-10.6.1.min.css"

_CLASS = re.compile(r"\.(nhsuk-[\w-]+)")
_FETCHED = re.compile(r"[\w-]+:[^;{}]*url\([^)]*\)[^;{}]*;?")
_COMMA = re.compile(r",(?![^()]*\))")


@cache
def stylesheet() -> str:
    """Give one stylesheet that fetches nothing: no import, no font, no picture."""
    vendored = (REPORTS / "vendor" / NHSUK).read_text(encoding="utf-8")
    kept = "".join(_kept(vendored.removeprefix('@charset "UTF-8";'), _used()))
    notice = f"/* {NHSUK}, in part. MIT licence. Copyright (c) 2019 NHS.UK */"
    return "\n".join([notice, kept, (REPORTS / "report.css").read_text(encoding="utf-8")])


def _used() -> frozenset[str]:
    templates = "".join(path.read_text(encoding="utf-8") for path in sorted(REPORTS.glob("**/*.html.j2")))
    words = [*REQUIREMENT.values(), *CRITERION.values(), *CHECK.values(), *LEVEL_OUTCOME.values()]
    return frozenset(re.findall(r"nhsuk-[\w-]+", templates)) | {f"nhsuk-tag--{word.colour}" for word in words}


def _kept(css: str, used: frozenset[str]) -> Iterator[str]:
    for prelude, block in _rules(css):
        if prelude.startswith(("@media", "@supports")):
            inner = "".join(_kept(block, used))
            if inner:
                yield f"{prelude}{{{inner}}}\n"
        elif not prelude.startswith("@"):
            selectors = [
                selector for selector in _COMMA.split(prelude) if used.issuperset(_CLASS.findall(selector))
            ]
            declarations = _FETCHED.sub("", block)
            if selectors and declarations:
                yield f"{','.join(selectors)}{{{declarations}}}\n"


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Split minified css into rules: what stands before a block, and the block, which may hold rules itself."""
    depth, start, opened = 0, 0, 0
    for match in re.finditer(r"[{}]", css):
        if match[0] == "{":
            opened = match.start() if depth == 0 else opened
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1 : match.start()]
                start = match.end()

"""Judges a few criteria without pytest, which takes longer to begin and end than they do."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from cpcs_harness._content import ROOT
from cpcs_harness.errors import HarnessError
from cpcs_harness.judging.check import Check, title_of, turns_of
from cpcs_harness.judging.judgement import Judgement
from cpcs_harness.judging.results import CheckResult
from cpcs_harness.judging.suite import Suite

Function = Callable[..., Any]


def judge_directly(judgement: Judgement, suite: Suite, criteria: Iterable[str]) -> None:
    """Add to a judgement what the checks of these criteria of the installed suites come to.

    Raises HarnessError where another number of checks is found than the suites have.
    """
    for criterion in criteria:
        for nodeid, function in _functions_of(suite, criterion):
            for turn in turns_of(judgement, criterion):
                check = Check(judgement, f"{nodeid}[{turn}]", criterion, title_of(function), turn, function)
                judgement.add(_judged(check))


def load_checks(suite: Suite, criteria: Iterable[str]) -> None:
    """Import the files with checks of these criteria, for processes that are forked from this one."""
    for file in {file for criterion in criteria for file, _ in suite.checks.get(criterion, ())}:
        _imported(file)


def _judged(check: Check) -> CheckResult:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # as under pytest
            check.judge(check.given())
    except Exception as raised:  # noqa: BLE001 - what it raised is what it came to
        return check.result(raised)
    return check.result(None)


def _functions_of(suite: Suite, criterion: str) -> Iterator[tuple[str, Function]]:
    """Give the functions that check a criterion, each with its file and name."""
    places = suite.checks.get(criterion, ())
    found = [
        (f"{Path(file).relative_to(suite.folder.name).as_posix()}::{function.__name__}", function)
        for file in dict.fromkeys(file for file, _ in places)
        for function in _marked(file, criterion)
    ]
    if len(found) != len(places):
        raise HarnessError(f"of {criterion} the suites have {len(places)} checks, and {len(found)} are found")
    yield from found


def _marked(file: str, criterion: str) -> list[Function]:
    """Give the functions of a file, named from where the suites lie, that are marked with a criterion."""
    return [one for one in vars(_imported(file)).values() if criterion in _criteria_of(one)]


def _imported(file: str) -> ModuleType:
    return importlib.import_module(".".join(("cpcs_harness._content", *Path(file).with_suffix("").parts)))


def _criteria_of(function: object) -> list[str]:
    marks = getattr(function, "pytestmark", ()) if callable(function) else ()
    return [mark.args[0] for mark in marks if mark.name == "criterion"]


def can_judge(suite: Suite) -> bool:
    """Say whether the suites are the installed ones, which are imported by name and ask for nothing but evidence."""
    return suite.folder == (ROOT / "conformance").resolve()

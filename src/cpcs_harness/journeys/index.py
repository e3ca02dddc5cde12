"""Finds the journeys that the suites of a catalogue describe."""

from __future__ import annotations

import hashlib
import importlib
import inspect
import sys
import traceback
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

from cpcs_harness._content import ROOT
from cpcs_harness.errors import HarnessError, Problem, UsageProblem
from cpcs_harness.journeys.journey import Journey

INSTALLED = ROOT / "conformance"


def all_journeys(suites: Path = INSTALLED) -> dict[str, type[Journey]]:
    """Give every journey of suites in each of its pathways, by id, in order of id.

    Raises HarnessError where two have one id, and UsageProblem for a file of another's suites that cannot be imported.
    """
    return dict(_journeys_by_id(suites.resolve()))


@cache
def _journeys_by_id(suites: Path) -> dict[str, type[Journey]]:
    found: dict[str, type[Journey]] = {}
    for described in _described(suites):
        for pathway in described.pathways:
            journey = described.in_pathway(pathway)
            if journey.id in found:
                raise HarnessError(f"two journeys are called {journey.id}: {found[journey.id]} and {journey}")
            found[journey.id] = journey
    return dict(sorted(found.items()))


def _described(suites: Path) -> Iterator[type[Journey]]:
    """Import every file below `journeys/` of the suites, but for `_steps/`; gives the classes that have an id."""
    for path in sorted((suites / "journeys").rglob("[!_]*.py")):
        if any(part.startswith("_") for part in path.relative_to(suites).parts):
            continue
        module = _imported(path, suites)
        for _, described in inspect.getmembers(module, inspect.isclass):
            if described.__module__ != module.__name__ or inspect.isabstract(described):
                continue
            if issubclass(described, Journey) and hasattr(described, "id"):
                yield described


def _imported(path: Path, suites: Path) -> ModuleType:
    name = ".".join((_package(suites), *path.relative_to(suites).with_suffix("").parts))
    if suites == INSTALLED:
        return importlib.import_module(name)
    try:
        return importlib.import_module(name)
    except Exception as broken:
        problem = Problem(str(path), _line(broken, path), "", f"{type(broken).__name__}: {broken}")
        raise UsageProblem(f"the journeys below {suites} cannot be used", [problem]) from broken


def _package(suites: Path) -> str:
    """Name the package that a folder of suites is imported as; the files in it import each other by relative names."""
    if suites.is_relative_to(ROOT):
        return ".".join(("cpcs_harness._content", *suites.relative_to(ROOT).parts))
    name = f"cpcs_suites_{hashlib.sha256(str(suites).encode()).hexdigest()[:16]}"
    package = ModuleType(name)
    package.__path__ = [str(suites)]
    sys.modules.setdefault(name, package)
    return name


def _line(broken: Exception, path: Path) -> int:
    """Give the line of a file on which its import broke; 0 where it is not in the file."""
    if isinstance(broken, SyntaxError):
        return broken.lineno or 0
    frames = traceback.extract_tb(broken.__traceback__)
    return next((frame.lineno or 0 for frame in reversed(frames) if frame.filename == str(path)), 0)

"""Finds the journeys that content describes."""

from __future__ import annotations

import importlib
import inspect

from cpcs_harness._content import ROOT
from cpcs_harness.errors import HarnessError
from cpcs_harness.journeys.journey import Journey

_PACKAGE = "cpcs_harness._content.conformance.journeys"


def all_journeys() -> dict[str, type[Journey]]:
    """Import every file below `conformance/journeys/`, but for `_steps/`; gives the journeys by id, in order of id."""
    found: dict[str, type[Journey]] = {}
    folder = ROOT / "conformance" / "journeys"
    for path in sorted(folder.rglob("[!_]*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        if any(part.startswith("_") for part in parts):
            continue
        module = importlib.import_module(".".join((_PACKAGE, *parts)))
        for _, journey in inspect.getmembers(module, inspect.isclass):
            if issubclass(journey, Journey) and not inspect.isabstract(journey) and hasattr(journey, "id"):
                _add(found, journey, module.__name__)
    return dict(sorted(found.items()))


def _add(found: dict[str, type[Journey]], journey: type[Journey], module: str) -> None:
    if journey.__module__ != module:
        return
    if journey.id in found:
        raise HarnessError(f"two journeys are called {journey.id}: {found[journey.id]} and {journey}")
    found[journey.id] = journey

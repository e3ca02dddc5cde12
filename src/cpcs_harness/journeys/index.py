"""Finds the journeys that content describes."""

from __future__ import annotations

import importlib
import inspect

from cpcs_harness._content import ROOT
from cpcs_harness.errors import HarnessError
from cpcs_harness.runtime.journey import Journey

_PACKAGE = "cpcs_harness._content.conformance.journeys"


def all_journeys() -> dict[str, type[Journey]]:
    """Import every file of `conformance/journeys/`; gives the journeys by id, in order of id."""
    found: dict[str, type[Journey]] = {}
    for path in sorted((ROOT / "conformance" / "journeys").glob("[!_]*.py")):
        module = importlib.import_module(f"{_PACKAGE}.{path.stem}")
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

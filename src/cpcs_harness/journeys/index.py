"""Finds the journeys that content describes."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from functools import cache

from cpcs_harness._content import ROOT
from cpcs_harness.errors import HarnessError
from cpcs_harness.journeys.journey import Journey

_PACKAGE = "cpcs_harness._content.conformance.journeys"


def all_journeys() -> dict[str, type[Journey]]:
    """Give every journey in each of its pathways, by id, in order of id; raises HarnessError where two have one id."""
    return dict(_journeys_by_id())


@cache
def _journeys_by_id() -> dict[str, type[Journey]]:
    found: dict[str, type[Journey]] = {}
    for described in _described():
        for pathway in described.pathways:
            journey = described.in_pathway(pathway)
            if journey.id in found:
                raise HarnessError(f"two journeys are called {journey.id}: {found[journey.id]} and {journey}")
            found[journey.id] = journey
    return dict(sorted(found.items()))


def _described() -> Iterator[type[Journey]]:
    """Import every file below `conformance/journeys/`, but for `_steps/`; gives the classes that have an id."""
    folder = ROOT / "conformance" / "journeys"
    for path in sorted(folder.rglob("[!_]*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        if any(part.startswith("_") for part in parts):
            continue
        module = importlib.import_module(".".join((_PACKAGE, *parts)))
        for _, described in inspect.getmembers(module, inspect.isclass):
            if described.__module__ != module.__name__ or inspect.isabstract(described):
                continue
            if issubclass(described, Journey) and hasattr(described, "id"):
                yield described

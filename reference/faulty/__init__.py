"""Candidates that are wrong on purpose: the reference service with one fault each.

A file has the faults of one component, each a class or a function marked with `@wrong`; see _wrong.py.
"""

import difflib
import importlib
import pkgutil
from collections.abc import Callable
from functools import cache
from typing import Any

from ..kit.problems import StartupProblem
from ._wrong import FAULTS, Fault


def all_faults() -> list[Fault]:
    """Every fault, by name."""
    _load()
    return sorted(FAULTS.values(), key=lambda fault: fault.name)


@cache
def _load() -> None:
    """Import every file of faults, once: to look for them takes longer than all else of putting one in."""
    for module in pkgutil.walk_packages(__path__, f"{__name__}."):
        importlib.import_module(module.name)


def check_name(name: str) -> None:
    """Refuse a name that no fault has."""
    known = [fault.name for fault in all_faults()]
    if name not in known:
        near = difflib.get_close_matches(name[:80], known, n=1)
        meant = f" Did you mean {near[0]!r}?" if near else ""
        raise StartupProblem(f"no fault is called {name[:80]!r}.{meant}")


def installer(name: str) -> Callable[[Any], object]:
    """What puts a fault into a system."""
    check_name(name)
    return FAULTS[name].install

"""Everything that a person can do with this system, one function an action."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from .action import Action

_NOT_ACTIONS = {"action"}
"""Files of this folder that say what an action is."""


def all_actions() -> dict[str, Action]:
    """Every public function of the files here, by its name: the control API knows it by that."""
    return {name: function for file in _files() for name, function in _actions_of(file)}


def _files() -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(__path__):
        if found.name not in _NOT_ACTIONS:
            yield importlib.import_module(f"{__name__}.{found.name}")


def _actions_of(file: ModuleType) -> Iterator[tuple[str, Action]]:
    for name, function in inspect.getmembers(file, inspect.isfunction):
        if function.__module__ == file.__name__ and not name.startswith("_"):
            yield name, function

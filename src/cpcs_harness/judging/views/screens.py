"""On whose word a check passes: which screens it has read, and whether anything stood on them.

What came over the wire, or lies there as a file, is evidence of itself; a screen is the candidate's own word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from cpcs_harness.errors import NotShown


@dataclass(frozen=True)
class Screen:
    """What a check has read of one observation."""

    action: str
    is_empty: bool
    """Nothing is said of what was shown, nor why the action was not done, where it was not."""


Screens = dict[str, Screen]
"""What was read, by the id of the observation."""

_reading: list[Screens] = [{}]
"""What whoever reads has read, last, and before it what those have for whom it is read."""


def note(screens: Mapping[str, Screen]) -> None:
    """Note what is read."""
    _reading[-1].update(screens)


@contextmanager
def noting() -> Iterator[Screens]:
    """Give what fills with the screens that are read until the end; they count for whoever asked as well."""
    read: Screens = {}
    _reading.append(read)
    try:
        yield read
    finally:
        _reading.pop()
        _reading[-1].update(read)


def refuse_empty(screens: Mapping[str, Screen]) -> None:
    """Raise NotShown where every screen of an action that was read was empty: what passes by it shows nothing."""
    for action, ids in _all_empty(screens).items():
        times = f"{len(ids)} times" if len(ids) > 1 else "once"
        raise NotShown(f"{action} showed nothing, {times}: an empty screen shows nothing", exchanges=ids)


def _all_empty(screens: Mapping[str, Screen]) -> dict[str, list[str]]:
    by_action: dict[str, list[str]] = {}
    for id, screen in screens.items():
        by_action.setdefault(screen.action, []).append(id)
    return {action: ids for action, ids in by_action.items() if all(screens[id].is_empty for id in ids)}


def says_nothing(shown: Any) -> bool:
    """Say whether there is no text, number or truth anywhere in what was shown."""
    if isinstance(shown, Mapping):
        return all(says_nothing(inner) for inner in shown.values())
    if isinstance(shown, (list, tuple)):
        return all(says_nothing(inner) for inner in shown)
    return shown is None or (isinstance(shown, str) and not shown.strip())

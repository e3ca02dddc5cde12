"""What a check has read, and on whose word it passes: of screens, whether anything stood on them.

What came over the wire, or lies there as a file, is evidence of itself; a screen is the candidate's own word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
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


@dataclass
class Read:
    """What whoever reads has read."""

    screens: Screens = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    """Calls of which it is known what was asked, or sent, by their ids."""
    told: set[str] = field(default_factory=set)
    """Calls and actions of which it is known what was answered, or told."""
    goes_by_run: bool = False
    """It goes by what all of the run comes to: that was read once for all who ask."""

    def take(self, other: Read) -> None:
        """Take what another has read as read."""
        self.screens.update(other.screens)
        self.asked |= other.asked
        self.told |= other.told
        self.goes_by_run |= other.goes_by_run


_reading: list[Read] = [Read()]
"""What whoever reads has read, last, and before it what those have for whom it is read."""


def note(screens: Mapping[str, Screen]) -> None:
    """Note screens that are read."""
    _reading[-1].screens.update(screens)
    _reading[-1].told.update(screens)


def note_asked(call: str) -> None:
    """Note that what was asked by a call, or sent with it, is read."""
    _reading[-1].asked.add(call)


def note_told(event: str) -> None:
    """Note that what a call or an action was answered is read."""
    _reading[-1].told.add(event)


def note_goes_by_run() -> None:
    """Note that what is read is what all of a run comes to."""
    _reading[-1].goes_by_run = True


def note_read(read: Read) -> None:
    """Note all that somebody else has read."""
    _reading[-1].take(read)


@contextmanager
def noting() -> Iterator[Read]:
    """Give what fills with what is read until the end; it counts for whoever asked as well."""
    read = Read()
    _reading.append(read)
    try:
        yield read
    finally:
        _reading.pop()
        _reading[-1].take(read)


@contextmanager
def unnoted() -> Iterator[None]:
    """Have what is read until the end count for nobody: it is put together once, for whoever asks first."""
    _reading.append(Read())
    try:
        yield
    finally:
        _reading.pop()


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

"""`@wrong` marks a fault; `give` puts a class that is one into a system."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar, cast

from ..kit.problems import StartupProblem

_FOLDER = __name__.rpartition(".")[0]
_REFERENCE = _FOLDER.rpartition(".")[0]

Marked = TypeVar("Marked", bound=Callable[..., Any])
Part = TypeVar("Part")


@dataclass(frozen=True)
class Fault:
    """One way in which the reference can be wrong."""

    name: str
    docstring: str
    catches: tuple[str, ...]
    shows_when: str
    mode: str
    needs_broker: bool
    install: Callable[[Any], object]
    """Puts the fault into a system, an App."""


FAULTS: dict[str, Fault] = {}
"""The faults of the files that have been imported, by name."""


def wrong(
    *, catches: tuple[str, ...], shows_when: str = "", mode: str = "", needs_broker: bool = False
) -> Callable[[Marked], Marked]:
    """Mark a class that one part of a system is given, or a function that changes a system, as a fault.

    `catches`: the criteria that must notice. `shows_when`: when it shows, where it does not always. `mode`: the one
    mode in which it shows, such as an access mode. `needs_broker`: it shows behind the 111 Adaptor alone. Write them as
    literals: `cpcs prove` reads them from the source.
    """

    def mark(marked: Marked) -> Marked:
        name, says = name_of(marked.__name__), marked.__doc__ or ""
        FAULTS[name] = Fault(name, says, catches, shows_when, mode, needs_broker, _installer(marked))
        return marked

    return mark


def name_of(identifier: str) -> str:
    """Write a class's name in snake case; an HTTP status is a word: AnswersRefusalsWith400."""
    return re.sub(r"(?<=[^_])(?=[A-Z]|(?<!\d)\d{3})", "_", identifier).lower()


def _installer(marked: Callable[..., Any]) -> Callable[[Any], object]:
    if not isinstance(marked, type):
        return marked
    own: Callable[[Any], object] | None = getattr(marked, "install", None)
    return own or partial(give, marked)


def give(fault: type[Part], system: object) -> Part:
    """Make the one part of a system that has the class which a fault derives from an instance of the fault.

    Returns that part. Raises StartupProblem where there is no such part, or more than one.
    """
    base = next(kind for kind in fault.__mro__ if _is_sound(kind))
    found = [part for part in _parts(system) if type(part) is base]
    if len(found) != 1:
        raise StartupProblem(
            f"{fault.__name__} is for one part of the system that is a {base.__name__}; there are {len(found)}"
        )
    part = cast(Part, found[0])
    part.__class__ = fault
    return part


def parts_of(system: object, kind: type[Part]) -> list[Part]:
    """Give every part of a system that is of a class."""
    return [part for part in _parts(system) if isinstance(part, kind)]


def _parts(system: object) -> list[object]:
    """Find a system and its parts, and theirs, each once."""
    found: dict[int, object] = {}
    due = [system]
    while due:
        part = due.pop()
        if id(part) not in found and _is_of_the_reference(type(part)):
            found[id(part)] = part
            due.extend(getattr(part, "__dict__", {}).values())
    return list(found.values())


def _is_of_the_reference(kind: type) -> bool:
    return kind.__module__.startswith(f"{_REFERENCE}.")


def _is_sound(kind: type) -> bool:
    return _is_of_the_reference(kind) and not kind.__module__.startswith(f"{_FOLDER}.")

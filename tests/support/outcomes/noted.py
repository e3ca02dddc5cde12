"""Notes the outcomes of conditions as the reference service is carried out, and writes them down.

The reference that `asked` writes imports it. Each process writes a file of its own into the folder that the variable
OUTCOMES names: once a second while anything new comes, and when it ends or is replaced.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

SEEN: set[tuple[int, str]] = set()
"""Numbers of places, and outcomes."""
_FOLDER = os.environ.get("OUTCOMES", "")
_FILE = f"{os.getpid()}-{time.time_ns()}.json"
_exit, _execv = os._exit, os.execv


def truth(place: int, value: Any) -> Any:
    """Note whether a condition holds; gives what it was."""
    SEEN.add((place, "true" if value else "false"))
    return value


def count(place: int, found: Any) -> Any:
    """Note whether a loop has none, one, or two and more to go through; gives what it goes through."""
    if not hasattr(found, "__len__"):
        return _counted(place, found)
    SEEN.add((place, _in_words(len(found))))
    return found


def _counted(place: int, found: Iterable[Any]) -> Iterator[Any]:
    number = 0
    try:
        for number, one in enumerate(found, 1):
            if number > 1:
                SEEN.add((place, _in_words(number)))
            yield one
    finally:
        SEEN.add((place, _in_words(number)))


def _in_words(number: int) -> str:
    return ("none", "one")[number] if number < 2 else "two"


def equal(place: int, left: Any, right: Any) -> tuple[Any, Any]:
    """Note whether two that are compared are the same; gives them."""
    SEEN.add((place, "equal" if left == right else "apart"))
    return left, right


def there(place: int, held: Any, name: Any, default: Any) -> Any:
    """Note whether a mapping has a name; gives what it has, or the default."""
    if isinstance(held, Mapping):
        SEEN.add((place, "there" if name in held else "missing"))
    return held.get(name, default)


def first(place: int, found: Iterator[Any], default: Any) -> Any:
    """Note whether there is a first; gives it, or the default."""
    nothing = object()
    one = next(found, nothing)
    SEEN.add((place, "none" if one is nothing else "there"))
    return default if one is nothing else one


def raised(place: int) -> None:
    """Note that something was raised, and is dealt with here."""
    SEEN.add((place, "raised"))


def tell() -> None:
    """Write down what was noted until now."""
    if _FOLDER:
        draft = Path(_FOLDER) / f"{_FILE}.draft"
        draft.write_text(json.dumps(list(SEEN)), encoding="utf-8")
        draft.replace(Path(_FOLDER) / _FILE)


def _tell_on() -> None:
    """Write down once a second what is new: a service that is killed, as some journeys do, tells nothing any more."""
    told = 0
    while True:
        time.sleep(1)
        if len(SEEN) > told:
            told = len(SEEN)
            tell()


def _ended(status: int) -> None:
    tell()
    _exit(status)


def _replaced(*arguments: Any) -> None:
    tell()
    _execv(*arguments)


if _FOLDER:
    os._exit, os.execv = _ended, _replaced  # type: ignore[assignment] # as the system's own, and told before
    threading.Thread(target=_tell_on, daemon=True).start()

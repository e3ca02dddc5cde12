"""Reads TOML that somebody wrote, with the line of every key, and bounded in what it may cost.

No value is ever put into a message here: a file of this kind holds a token.
"""

from __future__ import annotations

import math
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cpcs_harness.catalogue.yaml_file import named, read_bytes, read_text
from cpcs_harness.declaration.locate import MAX_PARTS, Place, lines_of, long_key
from cpcs_harness.errors import Problem, UsageProblem

MAX_BYTES = 1_000_000
MAX_DEPTH = 10

_WHERE = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


@dataclass
class TomlFile:
    """What a file says, where each key of it stands, and the mistakes found so far."""

    file: str
    folder: Path
    data: dict[str, Any]
    lines: dict[Place, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def mistake(self, place: Place, message: str) -> None:
        """Notes a mistake at a key."""
        self.problems.append(Problem(self.file, self.line(place), _key(place), message))

    def line(self, place: Place) -> int:
        """The line of a key, or of the nearest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def table(self, *place: str) -> dict[str, Any]:
        """The keys of a table, or none where there is no such table."""
        held: Any = self.data
        for key in place:
            held = held.get(key) if isinstance(held, dict) else None
        return held if isinstance(held, dict) else {}


def read_toml(path: Path | str, what: str) -> TomlFile:
    """What a TOML file says; `what` names the kind of file in messages."""
    file = str(path)
    text = read_text(read_bytes(Path(path), MAX_BYTES, what), file, what)
    line = long_key(text)
    if line:
        raise _unusable(what, file, line, f"a key of more than {MAX_PARTS} parts is not used here")
    try:
        data = tomllib.loads(text)
    except RecursionError:
        raise _unusable(what, file, 0, "is nested too deeply") from None
    except ValueError as error:  # tomllib lets those of int() and of dates through, too
        where = _WHERE.search(str(error))
        line = int(where["line"] or 0) if where else 0
        raise _unusable(what, file, line or _last_line(text), f"is not TOML: {_reason(error)}") from None
    found = TomlFile(file, Path(path).parent, data, lines_of(text))
    found.data = {key: _tame(value, (key,), found) for key, value in data.items()}
    return found


def _tame(value: Any, place: Place, found: TomlFile) -> Any:
    """A value without what is legal TOML but breaks what comes after: endless numbers, nesting without need."""
    if isinstance(value, dict | list) and len(place) > MAX_DEPTH:
        found.mistake(place[:1], "is nested too deeply")
        return type(value)()
    if isinstance(value, dict):
        return {key: _tame(inner, (*place, key), found) for key, inner in value.items()}
    if isinstance(value, list):
        return [_tame(inner, (*place, index), found) for index, inner in enumerate(value)]
    endless = isinstance(value, float) and not math.isfinite(value)
    if endless or (isinstance(value, int) and abs(value) >= 2**63):
        found.mistake(place, "is too large a number, or none")
        return 1
    return value


def _key(place: Place) -> str:
    """A place as it is written: declared[0].evidence; a position in a plain list is left out."""
    written = ""
    for index, part in enumerate(place):
        if isinstance(part, str):
            written += f".{named(part)}" if written else named(part)
        elif index + 1 < len(place):
            written += f"[{part}]"
    return written


def _reason(error: ValueError) -> str:
    if not isinstance(error, tomllib.TOMLDecodeError):
        return "a number or a date in it is not one"
    reason = _WHERE.sub("", str(error))
    return f"{reason[:1].lower()}{reason[1:120]}"


def _last_line(text: str) -> int:
    return text.rstrip("\n").count("\n") + 1


def _unusable(what: str, file: str, line: int, message: str) -> UsageProblem:
    return UsageProblem(f"{what} {file} cannot be used", [Problem(file, line, "", message)])

"""Finds the line on which each key of a TOML text stands; the standard library's reader does not say.

It reads only text that `tomllib` has taken already, so it need not find mistakes, only its way.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

Place = tuple[str | int, ...]

_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
_KEYS = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_STATEMENT = re.compile(
    rf"[ \t]*(?:(?P<open>\[\[?)[ \t]*(?P<table>{_KEYS})[ \t]*\]\]?|(?P<key>{_KEYS})[ \t]*=)"
)
# What is in a string or a comment is not structure. Possessive, or a long string costs its length squared.
_PIECE = re.compile(
    r'"""(?:\\.|(?!""")[^\\])*+"{3,5}'
    r"|'''(?:(?!''').)*+'{3,5}"
    r'|"(?:\\.|[^"\\\n])*+"'
    r"|'[^'\n]*+'"
    r"|\#[^\n]*+"
    r"|(?P<open>[\[{])|(?P<close>[\]}])|(?P<end>\n)"
    r"|(?P<plain>[^\"'\#\[\]{}\n]++)",
    re.DOTALL,
)
MAX_PARTS = 20


def long_key(text: str) -> int:
    """The line of a key of more than 20 parts, on which `tomllib` could spend hours; 0 if there is none."""
    dots = at = 0
    # There is no piece at an unclosed string; tomllib stops there too.
    while piece := _PIECE.match(text, at):
        at = piece.end()
        if piece["open"] or piece["close"] or piece["end"]:
            dots = 0
        for index, run in enumerate(re.split("[,=]", piece["plain"] or "")):
            dots = run.count(".") + (0 if index else dots)
            if dots >= MAX_PARTS:
                return text.count("\n", 0, at) + 1
    return 0


def lines_of(text: str) -> dict[Place, int]:
    """The line of each table and of each key in it; keys within a value stand where the value's key does."""
    lines: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    table: Place = ()
    at, line = 0, 1
    while at < len(text):
        found = _STATEMENT.match(text, at)
        end = _value_end(text, found.end() if found else at)
        if found and found["table"]:
            table = _enter(_parts(found["table"]), found["open"] == "[[", counts)
            lines.setdefault(table, line)
        elif found:
            lines.setdefault((*table, *_parts(found["key"])), line)
        line += text.count("\n", at, end)
        at = end
    return lines


def _enter(parts: Place, is_list: bool, counts: dict[Place, int]) -> Place:
    """The place of a table that a header opens; a header under a list of tables means the list's last."""
    place: Place = ()
    for depth, part in enumerate(parts, 1):
        place = (*place, part)
        if is_list and depth == len(parts):
            counts[place] = counts.get(place, 0) + 1
        if place in counts:
            place = (*place, counts[place] - 1)
    return place


def _value_end(text: str, at: int) -> int:
    """Where the statement ends whose value starts here: the first line's end outside of brackets."""
    depth = 0
    while at < len(text):
        piece = _PIECE.match(text, at)
        if piece is None:
            return len(text)
        at = piece.end()
        depth += bool(piece["open"]) - bool(piece["close"])
        if piece["end"] and depth <= 0:
            break
    return at


def _parts(keys: str) -> Place:
    """The parts of a dotted key, unquoted as TOML does it."""
    parts: list[str] = []
    held: Any = tomllib.loads(f"{keys} = 0")
    while isinstance(held, dict):
        [(part, held)] = held.items()
        parts.append(part)
    return tuple(parts)

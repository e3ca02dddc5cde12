"""Rows of a CSV file: read by Python's csv, and only where other readers cannot read them otherwise (RFC 4180)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cpcs_harness.formats.extract.lines import LONGEST, lines
from cpcs_harness.formats.extract.not_csv import NotCsv

_CELL = re.compile(r'"(?>[^"]*(?:""[^"]*)*)"|[^",\r\n]*')
"""In quotes, each quote within doubled; or without any."""
_ENDS = ("", "\n", "\r\n")
"""What may follow the last cell of a row."""


@dataclass(frozen=True)
class Row:
    """One row of a table."""

    line: int
    """On which it begins, counted from 1."""
    cells: tuple[str, ...]
    text: str
    """As it was written, with its end."""

    def place_of(self, number: int) -> tuple[int, int]:
        """Give the line and the column at which a cell begins, or the end of the row for one that is not there."""
        place = 0
        for _ in range(min(number, len(self.cells) - 1)):
            place = _end(self.text, place) + 1
        return _place(self.text, place if number < len(self.cells) else _end(self.text, place), self.line)


def rows(pieces: Iterable[bytes]) -> Iterator[Row]:
    """Give each row of a file that comes in pieces; raises NotCsv where readers would not agree on one.

    An empty line is a row without cells.
    """
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST))
    held: list[str] = []
    first, end = 1, ""
    reader = csv.reader(_kept(lines(pieces), held), strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            raise _wrong("".join(held), first) or NotCsv(str(wrong), first, 1) from wrong
        text = "".join(held)
        problem = _wrong(text, first) if '"' in text or "\r" in text.removesuffix("\r\n") else None
        if problem:
            raise problem
        end = end or _end_of(text)
        if _end_of(text) not in ("", end):
            what = "a row that ends otherwise than the first, of CR LF and LF"
            raise NotCsv(what, *_place(text, len(text.rstrip("\r\n")), first))
        yield Row(first, tuple(cells), text)
        first += len(held)
        held.clear()


def _kept(found: Iterable[str], held: list[str]) -> Iterator[str]:
    """Give lines, and keep those of the row that is being read."""
    size = 0
    for line in found:
        size = len(line) + (size if held else 0)
        held.append(line)
        if size > LONGEST:
            raise csv.Error(f"a row of more than {LONGEST} characters")
        yield line


def _wrong(text: str, first: int) -> NotCsv | None:
    """Say what is wrong with the text of a row that begins on a line, and where; None where nothing is."""
    begin = 0
    while True:
        end = _end(text, begin)
        if text[end : end + 3] in _ENDS:
            return None
        if text[end] != ",":
            return NotCsv(_said(text, begin, end), *_place(text, end, first))
        begin = end + 1


def _said(text: str, begin: int, end: int) -> str:
    """Say what stands where a cell should have ended."""
    if text[end] in "\r\n":
        return "a carriage return alone: a row ends with CR LF, or with LF"
    if text[end] != '"':
        return f"{text[end]!r} after the quote that ends a cell"
    if end > begin:
        return "a quote in a cell that has none around it"
    return "a quote that nothing ends" + (f" in {LONGEST} characters" if len(text) > LONGEST else "")


def _end_of(text: str) -> str:
    """Give with what a row ends; empty at the end of a file that does not end with a line."""
    return "\r\n" if text.endswith("\r\n") else "\n" if text.endswith("\n") else ""


def _end(text: str, begin: int) -> int:
    """Give where a cell ends that begins at a place: at that place for one whose quote nothing ends."""
    match = _CELL.match(text, begin)
    assert match is not None  # it matches nothing at all, too
    return match.end()


def _place(text: str, place: int, first: int) -> tuple[int, int]:
    """Give the line and the column of a place in the text of a row that begins on a line."""
    return first + text.count("\n", 0, place), place - text.rfind("\n", 0, place)

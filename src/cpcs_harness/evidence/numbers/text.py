"""Finds NHS numbers in a text: called so, in free text, or neither."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Set

from cpcs_harness.evidence.numbers.found import Found, together
from cpcs_harness.evidence.numbers.labels import is_labelled, is_name, is_something_else
from cpcs_harness.evidence.numbers.written import bare, may_be_real, places_in
from cpcs_harness.evidence.slices import overlapping

_LINE = 160
"""Characters on either side in which there must be words, for a text to be free text."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_LEAST = 2
"""Words that a line of free text has beside the number."""
_BEFORE = " \t\r\n([|\u00a0\u201c\u2018*_"
_AFTER = " \t\r\n)].,;:!?|\u00a0\u201d\u2019*_"
_DELIMITERS = ",;\t|"


def in_text(text: str, numbers: Set[str], least: int = _LEAST) -> Found:
    """Say where numbers stand in a text that has no structure; `least` words beside one make it free text."""
    wanted = set(numbers)
    labelled, free = set[str](), set[str]()
    for part in overlapping(text):
        for start, end, number in places_in(part, wanted):
            if is_labelled(part, start, end):
                labelled.add(number)
            elif _is_free(part, start, end, least):
                free.add(number)
    return together([Found(frozenset(labelled), frozenset(free)), in_columns(text, numbers)])


def in_columns(text: str, numbers: Set[str]) -> Found:
    """Say which numbers stand in a column whose head names NHS numbers."""
    head, _, rest = text.lstrip("\ufeff").partition("\n")
    for delimiter in _DELIMITERS:
        columns = {
            place for place, name in enumerate(head.split(delimiter)) if is_name(name.strip().strip('"'))
        }
        if columns and delimiter in head:
            return Found(frozenset(_of_columns(rest, delimiter, columns) & numbers))
    return Found()


def _of_columns(rest: str, delimiter: str, columns: set[int]) -> set[str]:
    cells = (row[place] for row in _rows(rest, delimiter) for place in columns if place < len(row))
    return {number for cell in cells if may_be_real(number := bare(cell))}


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(text.splitlines(), delimiter=delimiter)
    except csv.Error:  # a field of more than it reads, or a zero byte
        yield from (line.split(delimiter) for line in text.splitlines())


def _is_free(text: str, start: int, end: int, least: int) -> bool:
    """Say whether a number stands by itself in a line of words, and is called nothing else."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if before not in _BEFORE or after not in _AFTER or is_something_else(text, start):
        return False
    if after and after in ".," and text[end + 1 : end + 2].isdigit():
        return False
    line = f"{_line_before(text[max(0, start - _LINE) : start])} {_line_after(text[end : end + _LINE])}"
    return sum(1 for _ in _WORD.finditer(line)) >= least


def _line_before(text: str) -> str:
    # A line may have been broken before the number: then the words stand in the one above.
    return text.rstrip().rpartition("\n")[2]


def _line_after(text: str) -> str:
    return text.lstrip().partition("\n")[0]

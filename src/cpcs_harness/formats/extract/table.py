"""A table of a CSV file: its header, and rows that have each of its columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cpcs_harness.formats.extract.not_csv import NotCsv
from cpcs_harness.formats.extract.rows import Row, rows


@dataclass(frozen=True)
class Table:
    """A header, and the rows below it, which are read as they are asked for, once."""

    header: tuple[str, ...]
    """Empty for a file in which nothing stands."""
    rows: Iterator[Row]


def read_table(pieces: Iterable[bytes]) -> Table:
    """Read the header of a file that comes in pieces; it, and each row, raises NotCsv for what is no such table."""
    found = rows(pieces)
    first = next(found, Row(1, (), ""))
    for place, name in enumerate(first.cells):
        if name in first.cells[:place]:
            raise NotCsv(f"the column {name!r} is there already", *first.place_of(place))
    return Table(first.cells, _checked(first.cells, found))


def _checked(header: tuple[str, ...], found: Iterator[Row]) -> Iterator[Row]:
    for row in found:
        if not row.cells and next(found, None) is None:
            return  # an empty line at the end
        if len(row.cells) != len(header):
            what = f"a row of {len(row.cells)} cells, and the header has {len(header)}"
            raise NotCsv(what, *row.place_of(len(header)))
        if row.cells == header:
            raise NotCsv("the header again", row.line, 1)
        yield row

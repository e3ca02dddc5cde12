"""Tables are read a row at a time; what readers would not read alike is told with line and column."""

import contextlib
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpcs_harness.formats.extract.lines import LONGEST
from cpcs_harness.formats.extract.not_csv import NotCsv
from cpcs_harness.formats.extract.table import read_table

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)


def read(content, *others):
    table = read_table([content, *others])
    return table.header, [row.cells for row in table.rows]


def written(rows, end):
    page = io.StringIO(newline="")
    csv.writer(page, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    return page.getvalue().encode()


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6), st.sampled_from(["\r\n", "\n"]), st.integers(1, 9))
def test_what_was_written_comes_back_wherever_a_piece_ends(rows, end, size):
    rows = [("a", "b"), *(row for row in rows if row != ("a", "b"))]
    content = written(rows, end)
    pieces = [content[start : start + size] for start in range(0, len(content), size)]

    assert read(*pieces) == (rows[0], rows[1:])


@pytest.mark.parametrize(
    "content",
    [b"a,b\r\n1,2\r\n", b"a,b\n1,2\n", b"a,b\n1,2", b"\xef\xbb\xbfa,b\r\n1,2\r\n", b'"a",b\r\n"1",2\r\n\r\n'],
    ids=["CR LF", "LF", "no end", "a byte order mark", "an empty line at the end"],
)
def test_ends_of_lines_and_a_byte_order_mark_are_free(content):
    assert read(content) == (("a", "b"), [("1", "2")])


def test_line_breaks_and_welsh_letters_stay_in_their_cells():
    assert read('a,b\r\n"T\u0177\r\n\u0175yd","x\ny\rz"\r\n'.encode())[1] == [
        ("T\u0177\r\n\u0175yd", "x\ny\rz")
    ]


def test_nothing_is_a_table_without_columns():
    assert read(b"") == ((), [])


WRONG = {
    "Windows-1252": (b"a,b\r\n1,caf\xe9\r\n", 2, 6, "the byte E9 .* in Windows-1252 it is é"),
    "after letters of two bytes": ("a,b\r\n\u0177\u0177,".encode() + b"\xff\r\n", 2, 4, "the byte FF"),
    "cut within a letter": (b"a,b\r\n1,\xc5", 2, 3, "the byte C5"),
    "UTF-16": ("a,b\r\n".encode("utf-16"), 1, 1, "UTF-16"),
    "UTF-16, big end first": ("\ufeffa,b\r\n".encode("utf-16-be"), 1, 1, "UTF-16"),
    "UTF-16 without a mark": ("a,b\r\n".encode("utf-16-le"), 1, 2, "a NUL"),
    "gzip": (b"\x1f\x8b\x08\x00", 1, 1, "gzip"),
    "a spreadsheet": (b"PK\x03\x04", 1, 1, "ZIP"),
    "a NUL": (b'a,b\r\n1,"x\0"\r\n', 2, 5, "a NUL"),
    "a cell less": (b'a,b\r\n"1\n2"\r\n', 3, 3, "a row of 1 cells, and the header has 2"),
    "a cell more": (b'a,b\r\n1,"2,2",3\r\n', 2, 9, "a row of 3 cells"),
    "an empty line": (b"a,b\r\n\r\n1,2\r\n", 2, 1, "a row of 0 cells"),
    "a column twice": (b'a,"b",a\r\n', 1, 7, "the column 'a' is there already"),
    "the header twice": (b"a,b\r\n1,2\r\na,b\r\n", 3, 1, "the header again"),
    "a quote that nothing ends": (b'a,b\r\n1,2\r\n1,"2""\r\n3,4\r\n', 3, 3, "a quote that nothing ends$"),
    "one in a header": (b'a,"b\r\n', 1, 3, "a quote that nothing ends$"),
    "one that goes on": (b'a\r\n"' + b"x\n" * LONGEST, 2, 1, "nothing ends in"),
    "a letter after a quote": (b'a,b\r\n"1"x,2\r\n', 2, 4, "'x' after the quote"),
    "a space before a quote": (b'a,b\r\n1, "2"\r\n', 2, 4, "a quote in a cell"),
    "a quote within": (b'a,b\r\n5"x,2\r\n', 2, 2, "a quote in a cell"),
    "on the second line of a row": (b'a,b\r\n"1\n2",3"\r\n', 3, 5, "a quote in a cell"),
    "carriage returns alone": (b"a,b\r1,2\r", 1, 4, "a carriage return alone"),
    "one at the end": (b"a,b\r\r\n1,2\r\n", 1, 4, "a carriage return alone"),
    "one at the end of the file": (b"a,b\r\n1,2\r", 2, 4, "a carriage return alone"),
    "rows that end otherwise": (
        b'a,b\r\n1,2\r\n"x\ny",4\n',
        4,
        5,
        "a row that ends otherwise than the first",
    ),
    "a line without end": (b"a\r\n" + b"x" * (LONGEST + 1), 2, 1, "a line of more than"),
    "a row without end": (b'a\r\n"' + b"x\n" * (LONGEST // 2 - 1) + b'xxx"', 2, 1, "a row of more than"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_readers_would_not_read_alike_is_told_with_its_place(name):
    content, line, column, words = WRONG[name]

    with pytest.raises(NotCsv, match=words) as told:
        read(content)

    assert (told.value.line, told.value.column) == (line, column)
    assert str(told.value).startswith(f"line {line}, column {column}: ")


SCRAPS = st.sampled_from(
    [b'"', b'""', b",", b"\r", b"\n", b"\r\n", b"a", b"\xc5", b"\xc5\xb7", b"\0", b"\xef\xbb\xbf", b" "]
)


@given(st.lists(SCRAPS | st.binary(max_size=3), max_size=30), st.lists(SCRAPS, max_size=30))
def test_any_bytes_are_a_table_or_none(first, second):
    with contextlib.suppress(NotCsv):
        header, rows = read(b"".join(first), b"".join(second))
        assert all(len(row) == len(header) for row in rows)


def test_rows_before_what_is_wrong_are_given():
    table = read_table([b"a\n1\n2\n", b'"'])

    assert [next(table.rows).cells for _ in range(2)] == [("1",), ("2",)]
    with pytest.raises(NotCsv):
        next(table.rows)

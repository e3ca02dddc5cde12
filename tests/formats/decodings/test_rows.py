"""Rows that are found by way of a table are those that a pattern finds."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cpcs_harness.formats.decodings import written
from cpcs_harness.formats.decodings.budget import Budget
from cpcs_harness.formats.decodings.reading import LIMITS
from cpcs_harness.formats.decodings.rows import Rows
from explore import explored

LINE = st.text("abYZ09+/_-", min_size=38, max_size=44)
BETWEEN = st.sampled_from(
    ("\n", "\r\n", " \n\t", " " * 8 + "\n", " " * 9 + "\n", "=", "==", "===", " ", "é", "日", "\ud800")
)
WORD = st.text("abYZ09+/_-", min_size=1, max_size=30)
TEXTS = st.lists(LINE | BETWEEN | WORD, max_size=14).map("".join)


@explored(200)
@given(TEXTS)
@example("a" * 40 + "\n" + "b" * 11 + "\n" + "c" * 12 + "==")
@example("a" * 40 + "\n" + "b" * 40 + "\n" + "c" * 12 + "===")
def test_rows_of_base64_are_those_of_the_pattern(text):
    found = written._rows_of_base64(text, text.encode("ascii", "replace"))

    assert list(found) == [row.group() for row in written._BASE64.finditer(text)]


@explored(100)
@given(st.text("0123x é٣", max_size=60))
def test_a_row_is_as_long_as_it_goes_on(text):
    content = text.encode()
    rows = Rows("0123", 3).within(content)

    assert [content[start:end] for start, end in rows] == re.findall(rb"[0-3]{3,}", content)


@pytest.mark.parametrize(
    ("digits", "found"),
    [("41" * 10, 1), ("41" * 10 + "4", 0), ("41" * 9, 0), (f"é {'4a' * 10}x {'4B' * 11}", 2)],
)
def test_hexadecimal_digits_are_whole_bytes_and_ten_at_least(digits, found):
    ways = [way for way, _ in written.embedded(digits, Budget(LIMITS))]

    assert ways.count("hexadecimal") == found

"""Ten digits that may be a real person's NHS number, however they are grouped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import lru_cache

from ahocorasick_rs import BytesAhoCorasick, Implementation

from cpcs_harness.evidence.slices import by_number
from cpcs_harness.people import nhs_number

PUBLISHED_TEST_NUMBERS = frozenset(
    {
        "5900056597",
        "5900046192",
        "5900057208",
        "5900059073",
        "5900059332",
        "5900020584",
        "5900033104",
        "5900033333",
        "5900035697",
        "5900053636",
        "5900054586",
        "5328023641",
        "5069635395",
        "5502481484",
        "5667541432",
        "5689174815",
        "5900021459",
        "5900022366",
        "5900026086",
        "5900026191",
        "5900030741",
        "5900031160",
        "5900034372",
        "5900036863",
    }
)
"""Named in the public PDS sandbox, outside the unissued range."""

BETWEEN = (
    r"(?:[ .\t\u00a0\u00ad\u2000-\u200d\u2010-\u2015\u202f\u2060\u2212\u3000\ufeff-]|  |[ \t]?\r?\n[ \t]?)?"
)
"""What may stand between the three groups of digits: blanks, a stop, a hyphen, what nobody sees, or a line's end."""
NUMBER = re.compile(
    r"(\d(?:(?<!\d\d)|(?<=%[0-9A-Fa-f]{2}\d))(?:\d{2}#\d{3}#\d{4}|(?<!\d \d)(?: \d){9}(?! \d)))(?!\d)".replace(
        "#", BETWEEN
    ),
    re.ASCII,
)
"""What stands before the number is looked at after its first digit: so the text is gone through in compiled code."""
_OF_LETTERS_BETWEEN = frozenset(
    " .-\t\r\n\u00a0\u00ad\u2007\u2009\u202f\u2060\u2212\u3000\ufeff".encode() + bytes(range(0x80, 0x96))
)
"""Their bytes; the range is that of the last ones of blanks and hyphens."""
_SHAPES = bytes(
    ord("0" if code in b"0123456789" else "-" if code in _OF_LETTERS_BETWEEN else "x") for code in range(256)
)
_SIZES = range(5)
"""Bytes between two groups: the end of a line and a blank on either side of it are four."""
_FORMS = tuple(
    f"000{'-' * first}000{'-' * second}0000{after}".encode()
    for first in _SIZES
    for second in _SIZES
    for after in "-x"
) + tuple(("-".join("0" * 10) + after).encode() for after in "-x")
"""Ten digits, however they are grouped or each by itself, with what may come after them."""
_FINDER = BytesAhoCorasick(_FORMS, implementation=Implementation.DFA)
"""All at once: a sixteenth of the time that one form after the other takes."""
_NINE = ord("9")
_FEW = 20
"""Numbers up to which it is the soonest to look for the last digits of each."""
_LONGEST = 24
"""Bytes that a number takes at most, as it is written."""

_UUID = re.compile(rb"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}(?![0-9A-Fa-f])")
_UUID_LENGTH = 36
"""One in a hundred has ten digits in it that stand alone."""


def numbers_in(text: str) -> set[str]:
    """Give the ten digits of each number in a text that may be real, wherever it stands: most texts have none."""
    return {bare(found) for part in by_number(text) for found in _numbers(part)}


def held_in(text: str, wanted: Set[str]) -> set[str]:
    """Give those of some numbers that stand in a text; most texts have not even the last digits of one."""
    if len(wanted) <= _FEW and not any(last in text for number in wanted for last in _ends_of(number)):
        return set()
    return numbers_in(text) & wanted


def _ends_of(number: str) -> tuple[str, str]:
    return number[-4:], " ".join(number[-4:])


def places_in(text: str, wanted: Set[str]) -> Iterator[tuple[int, int, str]]:
    """Give where wanted numbers stand: start, end, and the ten digits."""
    for match in NUMBER.finditer(text):
        if (number := bare(match[1])) in wanted:
            yield match.start(), match.end(), number


def bare(written: str) -> str:
    """Give the digits alone."""
    return re.sub(r"\D", "", written)


@lru_cache(65536)
def may_be_real(written: str) -> bool:
    """Say whether ten digits have a right check digit, were issued to somebody perhaps, and are no test number."""
    number = bare(written)
    return (
        nhs_number.is_valid(number)
        and not nhs_number.is_synthetic(number)
        and number not in PUBLISHED_TEST_NUMBERS
        and len(set(number)) > 1
    )


def _numbers(text: str) -> Iterator[str]:
    content = text.encode("utf-8", "surrogatepass")
    # What begins with a nine was never issued: nearly all numbers of a run, which need not be looked at further.
    for at in (place for place in _tens(content) if content[place] != _NINE):
        # before it the one sign that is looked at, or the three of an escape
        before = content[max(0, at - 3) : at].decode("utf-8", "replace")
        near = before + content[at : at + _LONGEST].decode("utf-8", "replace")
        match = NUMBER.match(near, len(before))
        if match and may_be_real(match[1]) and not _is_in_uuid(content, at):
            yield match[1]


def _is_in_uuid(content: bytes, at: int) -> bool:
    start = max(0, at - _UUID_LENGTH)
    found = _UUID.finditer(content, start, at + _UUID_LENGTH)
    return any(uuid.start() <= at < uuid.end() for uuid in found)


def _tens(content: bytes) -> Iterator[int]:
    """Give where ten digits stand: in the shape of a text there are few forms of them."""
    shape = content.translate(_SHAPES) + b"x"
    for _, start, _ in _FINDER.find_matches_as_indexes(shape, overlapping=True):
        yield start

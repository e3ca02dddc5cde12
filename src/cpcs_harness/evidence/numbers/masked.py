"""Masks NHS numbers in a message in the encodings that it came in; what cannot be masked there is not kept."""

from __future__ import annotations

import base64
import gzip
import io
import re
from collections.abc import Set

from cpcs_harness.evidence.numbers.undone import in_bytes, in_said
from cpcs_harness.formats.decodings.packed import is_packed
from cpcs_harness.formats.decodings.written import decoded_row, rows_written_anew

MASK = "[NHS number masked]"
NOT_KEPT = (
    "[NHS number masked: what was said here is not kept, as it stood in an encoding that is not written anew]"
)
MANY = 100
"""Numbers of one message that are masked one by one."""
_GZIP = b"\x1f\x8b"
_MOST = 32 * 1024 * 1024
"""Bytes that a message is unpacked to."""
_DEPTH = 3
"""Times that a message is unpacked."""
_LINE = 76
_GAP = (
    r"(?:[ .\t\u00a0\u2009\u202f\u2010-\u2015-]|[ \t]?\r?\n[ \t]?|=\r?\n|%(?:25)?20|%(?:25)?C2%(?:25)?A0|%0[Dd]|"
    r"%0[Aa]|\+|=20|=09|=2E|=2D|=C2=A0|=E2=80=[0-9A-F]{2}|&nbsp;|&#(?:160|xa0|32|x20|45|46);|\\[nrt]|\\u00a0|\\u20[01][0-9a-f]|"
    r"\s{0,20}<[^<>]{1,60}>\s{0,20}){0,3}?"
)
"""What may stand between two digits of a number, in the encodings that are written as text."""


def masked_text(text: str, numbers: Set[str]) -> str:
    """Mask numbers in a short text: a header, a target, a value."""
    masked = _plainly(text, numbers)
    masked = _rows(masked, numbers)
    return NOT_KEPT if in_said(masked).all & numbers else masked


def masked_bytes(content: bytes, numbers: Set[str], media: str = "", packed: str = "") -> bytes:
    """Mask numbers in a body; one that holds many is a list of people, of which nothing is kept."""
    if len(numbers) > MANY:
        return NOT_KEPT.encode()
    masked = _masked(content, numbers)
    return NOT_KEPT.encode() if in_bytes(masked, media, packed).all & numbers else masked


def _masked(content: bytes, numbers: Set[str], depth: int = 0) -> bytes:
    if content.startswith(_GZIP) and depth < _DEPTH:
        return _repacked(content, numbers, depth + 1)
    if is_packed(content):
        return content
    if b"\0" in content:
        return _wide(content, numbers)
    text = content.decode("utf-8", "surrogateescape")
    return _rows(_plainly(text, numbers), numbers).encode("utf-8", "surrogateescape")


def _repacked(content: bytes, numbers: Set[str], depth: int) -> bytes:
    try:
        plain = gzip.GzipFile(fileobj=io.BytesIO(content)).read(_MOST)
    except (OSError, EOFError, ValueError):
        return content
    masked = _masked(plain, numbers, depth)
    return content if masked == plain else gzip.compress(masked, mtime=0)


def _plainly(text: str, numbers: Set[str]) -> str:
    for number in numbers:
        quoted = rf"(?<=[:\[,])(\s*){number}(?=\s*[,}}\]])"
        text = re.sub(quoted, rf'\1"{MASK}"', text)  # a number of JSON becomes a text
        text = re.sub(_pattern(number), MASK, text)
    return text


def _pattern(number: str) -> str:
    """Match a number however its digits are written and grouped."""
    digits = (
        rf"(?:{digit}|%(?:25)?3{digit}|=3{digit}|&#x3{digit};|&#{48 + int(digit)};|\\u003{digit})"
        for digit in number
    )
    return rf"(?:(?<!\d)|(?<=%[0-9A-Fa-f]{{2}})|(?<=\\u[0-9A-Fa-f]{{4}})){_GAP.join(digits)}(?!\d)"


def _wide(content: bytes, numbers: Set[str]) -> bytes:
    """Mask in UTF-16, in which each letter takes two bytes."""
    for number in numbers:
        gap = rb"(?:\0?[ .\t\r\n-]\0?|\0|\xa0\0|\0\xa0){0,6}?"
        content = re.sub(gap.join(digit.encode() for digit in number), "\0".join(MASK).encode(), content)
    return content


def _rows(text: str, numbers: Set[str]) -> str:
    """Write rows of base64 anew that hold a number."""
    return rows_written_anew(text, lambda row: _row(row, numbers))


def _row(row: str, numbers: Set[str]) -> str:
    plain = decoded_row(row)
    if not plain or not in_bytes(plain).all & numbers:
        return row
    masked = base64.b64encode(_masked(plain, numbers)).decode()
    if "-" in row or "_" in row:
        masked = masked.translate(str.maketrans("+/", "-_"))
    if "=" not in row and len("".join(row.split())) % 4:
        masked = masked.rstrip("=")
    if "\n" not in row:
        return masked
    end = "\r\n" if "\r\n" in row else "\n"
    return end.join(masked[at : at + _LINE] for at in range(0, len(masked), _LINE))

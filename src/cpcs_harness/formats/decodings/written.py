"""Undoes the encodings that a text is written in: each is tried only where its signs are there."""

from __future__ import annotations

import base64
import binascii
import html
import quopri
import re
import string
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from urllib.parse import unquote_to_bytes

from cpcs_harness.formats.decodings.budget import Budget
from cpcs_harness.formats.decodings.rows import Rows
from cpcs_harness.formats.decodings.signs import is_telling

_URL = re.compile("%[0-9A-Fa-f]{2}")
_ENTITY = re.compile("&(?:#|[A-Za-z])")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|([\"\\/bfnrt]))")
_QUOTED = re.compile("=(?:\r?\n|[0-9A-Fa-f]{2})")
_WORD = re.compile(r"=\?([^?\s]{1,40})\?([BbQq])\?([^?\s]*)\?=(?:\s+(?==\?))?")
_BASE64 = re.compile(
    r"(?<![A-Za-z0-9+/_-])(?:[A-Za-z0-9+/_-]{40,}[ \t]{0,8}\r?\n[ \t]{0,8})*[A-Za-z0-9+/_-]{12,}={0,2}"
)
"""A row of the letters of base64, in lines of 40 and more or in one. An NHS number takes 14.

It begins where the letters do: within a word that is too short no letter is tried again."""
_IN_ONE_LINE = Rows(string.ascii_letters + string.digits + "+/_-", 12)
"""The same rows as far as their first line goes, which is all there is to most."""
_LINE = 40
"""Letters of a line after which a row may go on in the next."""
_HEX = Rows(string.hexdigits, 20)
_CONTROL = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_LIKELY = re.compile(
    "(?:[A-Za-f][A-Za-z0-9+/_-]{3}){3}|(?:^|/)(?:H4sI|UEsD|JVBERi|e[JNAF]|//4|/v8|__4|_v8|77)"
)
"""What a row of base64 has somewhere that says anything: most rows are words, and have not."""
_SHIFTS = (1, 2, 3)
"""Letters that may stand before a row of base64 without a sign between."""
_BEGINS = 8
"""Slashes in a row after which base64 may begin."""
_SAMPLE = 4096
"""Letters of a row by which it is known whether it says anything; a multiple of four."""
_TRIED = 64
"""Letters of a row of which each fourth is looked at."""
_FIRST = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef")
"""What each fourth letter is of three bytes of text: their first bit is 0."""
_PACKED = ("H4sI", "UEsD", "JVBERi", "eJ", "eN", "eA", "eF", "//4", "/v8", "__4", "_v8", "77")
"""How gzip, zip, PDF, zlib, and the marks of UTF-16 and UTF-8 begin in base64."""
_OPAQUE = 256
"""Letters of a row that says nothing, from which on it is given all the same, to be counted."""


def otherwise(text: str) -> Iterator[tuple[str, str | bytes]]:
    """Give what the text reads once one of its encodings is undone, each with its name."""
    undone: tuple[tuple[str, re.Pattern[str], Callable[[str], str | bytes]], ...] = (
        ("URL", _URL, unquote_to_bytes),
        ("entities", _ENTITY, html.unescape),
        ("JSON escapes", _ESCAPE, _unescaped),
        ("quoted-printable", _QUOTED, lambda said: quopri.decodestring(said.encode("utf-8", "replace"))),
        ("RFC 2047", _WORD, lambda said: _WORD.sub(_word, said)),
    )
    for way, sign, undo in undone:
        if sign.search(text):
            yield way, undo(text)


def embedded(text: str, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """Give the bytes that stand in a text in base64 or as hexadecimal digits, each with its way."""
    content = text.encode("ascii", "replace")  # a byte for each letter, so that places are the same
    for row in _rows_of_base64(text, content):
        if len(row) < _OPAQUE and not _of_short(row):
            continue
        if len(row) * 3 // 4 > budget.room:
            budget.takes(budget.room + 1, 1)
            continue
        for piece in _of_short(row) if len(row) < _OPAQUE else _from_base64("".join(row.split())):
            yield "base64", piece
    for start, end in _HEX.within(content):
        if (end - start) % 2 == 0:
            yield "hexadecimal", binascii.unhexlify(content[start:end])


def _rows_of_base64(text: str, content: bytes) -> Iterator[str]:
    """Give each row as the pattern has it, which is asked only where further lines may follow."""
    read = 0
    for start, end in _IN_ONE_LINE.within(content):
        if start >= read:
            lines = _BASE64.match(text, start) if end - start >= _LINE else None
            read = lines.end() if lines else end + text.startswith("=", end) + text.startswith("==", end)
            yield text[start:read]


def rows_written_anew(text: str, anew: Callable[[str], str]) -> str:
    """Give a text with each row of it that may be base64 as somebody writes it anew."""
    return _BASE64.sub(lambda found: anew(found.group()), text)


def decoded_row(row: str) -> bytes:
    """Give what a row of base64 comes to that begins where it says something; nothing for one that is broken."""
    return _base64("".join(row.split()))


def _unescaped(text: str) -> str:
    plain = _ESCAPE.sub(lambda found: _character(found[1], found[2]), text)
    # Two escapes that are half of a letter each become that letter.
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(code: str | None, letter: str) -> str:
    return chr(int(code, 16)) if code else _CONTROL.get(letter, letter)


def _word(found: re.Match[str]) -> str:
    charset, way, said = found[1].partition("*")[0], found[2].lower(), found[3]
    try:
        plain = (
            quopri.decodestring(said.encode("ascii", "replace"), header=True) if way == "q" else _base64(said)
        )
        return plain.decode(charset, "replace")
    except (LookupError, ValueError):
        return found.group()


@lru_cache(20_000)
def _of_short(row: str) -> tuple[bytes, ...]:
    """Give what a short row comes to: the same ones, of addresses and names, stand in one message after another."""
    return tuple(_from_base64("".join(row.split()))) if _LIKELY.search(row) else ()


def _from_base64(row: str) -> Iterator[bytes]:
    """Give what a row comes to: whole, else from where it may begin, since a slash before it is of base64 too."""
    slashes = (slash.end() for slash in islice(re.finditer("/", row), _BEGINS))
    found = [row[at:] for at in (0, *_SHIFTS, *slashes) if _says_something(row[at : at + _SAMPLE])]
    if not found:
        found = [piece for piece in row.split("/") if _says_something(piece[:_SAMPLE])]
    if not found and len(row) >= _OPAQUE:
        found = [row]
    yield from map(_base64, found[:1] if found[:1] == [row] else found)


def _says_something(sample: str) -> bool:
    """Say whether a row in base64 comes to anything that can be read; most are words, and known by four letters."""
    firsts = sample[:_TRIED:4]
    may_be = sum(map(_FIRST.__contains__, firsts)) * 4 >= len(firsts) * 3 or sample.startswith(_PACKED)
    return may_be and is_telling(_base64(sample))


def _base64(row: str) -> bytes:
    bare = row.rstrip("=").translate(str.maketrans("-_", "+/"))
    bare = bare[: len(bare) - (len(bare) % 4 == 1)]
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4))
    except (binascii.Error, ValueError):
        return b""

"""The lines of a file that comes in pieces, in UTF-8: one line and one piece are in memory at a time."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator

from cpcs_harness.formats.extract.not_csv import NotCsv

LONGEST = 1 << 20
"""Bytes of one line, and characters of one row."""
_FORMS = {
    codecs.BOM_UTF16_LE: "UTF-16 or UTF-32",
    codecs.BOM_UTF16_BE: "UTF-16",
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "a ZIP archive, as of a spreadsheet",
    b"%PDF-": "a PDF",
}
"""By how a file begins that is something else."""


def lines(pieces: Iterable[bytes]) -> Iterator[str]:
    """Give each line with its end, a byte order mark left out; raises NotCsv for what is no text in UTF-8."""
    for number, line in enumerate(_split(pieces), 1):
        yield _decoded(_begun(line) if number == 1 else line, number)


def _split(pieces: Iterable[bytes]) -> Iterator[bytes]:
    number, rest = 1, b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield line + b"\n"
        number += len(whole)
        if len(rest) > LONGEST:
            raise NotCsv(f"a line of more than {LONGEST} bytes", number, 1)
    if rest:
        yield rest


def _begun(line: bytes) -> bytes:
    for mark, form in _FORMS.items():
        if line.startswith(mark):
            raise NotCsv(f"the file is {form}, and no CSV in UTF-8", 1, 1)
    return line.removeprefix(codecs.BOM_UTF8)


def _decoded(line: bytes, number: int) -> str:
    try:
        text = line.decode()
    except UnicodeDecodeError as wrong:
        column = len(line[: wrong.start].decode()) + 1
        byte = line[wrong.start : wrong.start + 1]
        meant = byte.decode("cp1252", "replace")
        what = f"the byte {byte.hex().upper()} is no UTF-8; in Windows-1252 it is {meant}"
        raise NotCsv(what, number, column) from wrong
    if "\0" in text:
        raise NotCsv("a NUL, which no text has", number, text.index("\0") + 1)
    return text

"""Bytes read as text: UTF-8, UTF-16, UTF-32, or one byte a letter; and whether they are any."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_SAMPLE = 4096
"""Bytes that are looked at to say what kind of text it is."""
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")
_MOST = 0.05
"""Part of a text's characters that may be none that anybody writes."""


def texts_of(content: bytes) -> tuple[str, ...]:
    """Give bytes as text, whatever they are: twice where they are no UTF-8, for a letter of it may be broken."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return (content.decode(encoding, "replace"),)
    wide = _wide(content[:_SAMPLE])
    if wide:
        return (content.decode(wide, "replace"),)
    try:
        return (content.decode("utf-8"),)
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), content.decode("utf-8", "replace")


def is_text(content: bytes) -> bool:
    """Say whether bytes are a text; a beginning of them decides."""
    sample = content[:_SAMPLE]
    text = texts_of(sample)[-1]
    return bool(text) and len(_NO_TEXT.findall(text)) <= _MOST * len(text)


def _wide(sample: bytes) -> str:
    """Name UTF-16 or UTF-32 by where its zeros are; nothing for what is not written so."""
    if len(sample) < 8 or b"\0" not in sample:
        return ""
    quarters = [sample[start::4].count(0) * 4 / len(sample) for start in range(4)]
    for zeros, encoding in (
        ((1, 2, 3), "utf-32-le"),
        ((0, 1, 2), "utf-32-be"),
        ((1, 3), "utf-16-le"),
        ((0, 2), "utf-16-be"),
    ):
        others = [quarters[place] for place in range(4) if place not in zeros]
        if min(quarters[place] for place in zeros) > 0.7 and max(others) < 0.3:
            return encoding
    return ""

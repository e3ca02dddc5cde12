"""A practice's referral by e-mail: the forms of it, and what each can be drawn to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

FIELDS: Mapping[str, tuple[str | bool, ...]] = MappingProxyType(
    {
        "charset": ("utf-8", "windows-1252", "iso-8859-1"),
        "body": ("plain", "html", "table", "alternative"),
        "encoding": ("8bit", "quoted-printable", "base64"),
        "layout": ("lines", "bullets", "round bullets", "middle dots", "byte order mark"),
        "subject": ("plain", "encoded"),
        "prefix": ("", "[SECURE]", "FW:", "RE:"),
        "message_id": (True, False),
        "besides": ("nothing", "picture", "signature", "papers"),
        "left_out": ("nothing", "family name", "birth date", "gender"),
        "birth": ("words", "whole words", "slashes", "two digits", "ISO"),
    }
)
ODD_LETTERS = "She says “it is worse at night” \u2013 38.5°, and paid £9"
"""What ends the notes of an e-mail whose form was drawn: no two charsets write it by the same bytes."""


@dataclass(frozen=True)
class EmailForm:
    """How one e-mail is written; the first of each is the plain one."""

    charset: str = "utf-8"
    """As it is named; what calls itself iso-8859-1 is written in windows-1252, as Windows does."""
    body: str = "plain"
    """plain | html | table | alternative"""
    encoding: str = "8bit"
    layout: str = "lines"
    """lines | bullets | round bullets | middle dots | byte order mark: how its labelled lines begin."""
    subject: str = "plain"
    """plain | encoded"""
    prefix: str = ""
    message_id: bool = True
    besides: str = "nothing"
    """nothing | picture | signature | papers"""
    left_out: str = "nothing"
    """nothing | family name | birth date | gender: the line of the patient that nobody filled in."""
    birth: str = "words"
    """words | whole words | slashes | two digits | ISO: 02 Mar 1980, 2 March 1980, 02/03/1980, 02/03/80, 1980-03-02."""

"""A patient's record at PDS: in which ways it may differ from a plain one, and what each can be drawn to be."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PLAIN, FORMER, TO_COME = "plain", "former first", "to come first"

FIELDS: Mapping[str, tuple[str | bool, ...]] = MappingProxyType(
    {
        "names": (PLAIN, FORMER, TO_COME, "maiden first", "no given name"),
        "addresses": (PLAIN, FORMER, TO_COME, "temporary first"),
        "telephones": (PLAIN, "ended", TO_COME, "textphone first", "e-mail first"),
        "registration": (PLAIN, "to come", "none"),
        "birth_date": ("day", "month", "year"),
        "gender": (PLAIN, "other", "unknown"),
        "death": ("none", "formal", "formal, a month", "informal", "withdrawn"),
        "besides": ("nothing", "unknown extension", "empty lines"),
    }
)

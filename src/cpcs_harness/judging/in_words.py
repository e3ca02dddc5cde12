"""Values in words, for messages that people read, and what differs between two of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from difflib import SequenceMatcher
from enum import Enum
from typing import Any

MAX_SHOWN = 300
"""Characters of a value that a message quotes."""

MAX_DIFFERENCES = 3
"""How many places that differ a message names."""

SHORT = 40
"""Characters up to which two texts are compared at a glance; nothing is said of their difference."""

ALIKE = 3
"""Words in a row that make a passage like another."""

MAX_COMPARED = 2000
"""Words of a text that are compared; what follows is not."""


class Words(str):
    """What a message says of what came, in words of its own: not quoted, as a text that came is."""

    __slots__ = ()


def in_words(value: Any) -> str:
    """Say a value in words, cut to a bound: texts in quotes, lists with commas, nothing of how a program writes it."""
    text = _said(value)
    if isinstance(value, str) and not isinstance(value, Words) and len(text) > MAX_SHOWN:
        return f"{text[:MAX_SHOWN]}…” ({len(value)} characters)"
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}… ({len(text)} characters)"


def difference(due: Any, received: Any) -> str | None:
    """Say where two long texts, or two lists, differ; None where that is seen at a glance, or where they are alike."""
    if isinstance(due, str) and isinstance(received, str):
        return _of_texts(due, received) if min(len(due), len(received)) > SHORT else None
    if _is_several(due) and _is_several(received):
        return _of_several(due, received) if due and received else None
    return None


def passage_like(due: str, text: str) -> str:
    """Give the passage of a text that is most like the words that are due; empty where none is like them."""
    wanted, words = due.split(), text.split()[:MAX_COMPARED]
    alike = SequenceMatcher(None, words, wanted, autojunk=False).find_longest_match()
    if alike.size < min(ALIKE, len(wanted)):
        return ""
    start = max(alike.a - alike.b, 0)
    return " ".join(words[start : start + len(wanted)])


def _said(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return _said(value.value)
    if isinstance(value, Words):
        return _printable(value)
    if isinstance(value, str):
        return f"“{_printable(value)}”" if value else "an empty text"
    if isinstance(value, bytes):
        return _bytes(value)
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if is_dataclass(value) and not hasattr(value, "where"):
        value = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_inner(inner)}" for key, inner in value.items()) or "nothing"
    if isinstance(value, (Sequence, Set)):
        return _several(value)
    return str(getattr(value, "where", value))


def _printable(text: str) -> str:
    """Write characters that cannot be seen, such as line ends, as escapes."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text
    )


def _bytes(value: bytes) -> str:
    try:
        return _said(value.decode()) if value else "no bytes"
    except UnicodeDecodeError:
        return f"{len(value)} bytes that are no text"


def _several(values: Iterable[Any]) -> str:
    said = [_inner(value) for value in values]
    return ", ".join(sorted(said) if isinstance(values, Set) else said) or "none"


def _inner(value: Any) -> str:
    """Say a value within another: what has parts itself stands in brackets."""
    has_parts = _is_several(value) or isinstance(value, Mapping)
    return f"({_said(value)})" if has_parts and value else _said(value)


def _is_several(value: Any) -> bool:
    return isinstance(value, (Sequence, Set)) and not isinstance(value, (str, bytes))


def _of_texts(due: str, received: str) -> str | None:
    wanted, came = due.split()[:MAX_COMPARED], received.split()[:MAX_COMPARED]
    changes = SequenceMatcher(None, wanted, came, autojunk=False).get_opcodes()
    told = [
        _change(" ".join(wanted[start:end]), " ".join(came[from_:to]), " ".join(wanted[:start][-3:]))
        for kind, start, end, from_, to in changes
        if kind != "equal"
    ]
    return _some(told)


def _change(due: str, came: str, before: str) -> str:
    after = f" after {in_words(before)}" if before else " at the start"
    if not came:
        return f"{in_words(due)} is missing{after}"
    return (
        f"{in_words(came)} in place of {in_words(due)}{after}"
        if due
        else f"{in_words(came)} is too much{after}"
    )


def _of_several(due: Iterable[Any], received: Iterable[Any]) -> str | None:
    wanted, came = Counter(map(_inner, due)), Counter(map(_inner, received))
    missing = [f"{one} is missing" for one in (wanted - came).elements()]
    extra = [f"{one} is too much" for one in (came - wanted).elements()]
    return _some(missing + extra) or "the order"


def _some(told: Sequence[str]) -> str | None:
    """Join the first places that differ, and say how many more there are."""
    more = f"; and {len(told) - MAX_DIFFERENCES} more" if len(told) > MAX_DIFFERENCES else ""
    return "; ".join(told[:MAX_DIFFERENCES]) + more if told else None

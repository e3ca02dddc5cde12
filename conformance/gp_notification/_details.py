"""By what people are known, and whether it stands in a message however that is written."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from typing import Any

from .._shared.outbound import searchable
from ._documents import Notification

Person = Mapping[str, Any]
ADDRESSING = ("authorization", "mex-to")
"""Headers that say who sends, and to whom: a wrong one is wrong as that."""


def details_in(message: Notification, others: Iterable[Person], own: Person) -> list[str]:
    """Give what stands of other people's details in a message or its headers; what they share with its own is none."""
    headers = [text for name, text in message.call.request.headers if name.lower() not in ADDRESSING]
    text = html.unescape(" ".join([*headers, message.body.decode("utf-8", "replace")]))
    plain, words, mine = searchable(text), text.casefold(), set(marks_of(own))
    theirs = [mark for person in others for mark in marks_of(person) if mark not in mine]
    return [mark for mark in theirs if stands_in(mark, plain, words)]


def marks_of(person: Person) -> list[str]:
    """Give a person's numbers and postcode, and the code and the mailbox of their practice."""
    practice = person["practice"]
    own = [person["nhs_number"], person["callback"].removeprefix("0"), person["postcode"]]
    return [*own, practice["ods"], practice["mailbox"]]


def stands_in(mark: str, plain: str, words: str) -> bool:
    """Say whether a mark stands there: a number anywhere, anything else as a word, for ids are full of letters."""
    if mark.isdigit():
        return mark in plain
    parts = mark.casefold().split()
    # sooner known than by an expression for each, and of most marks
    if any(part not in words for part in parts):
        return False
    pattern = r"\s*".join(re.escape(part) for part in parts)
    return re.search(rf"(?<![^\W_]){pattern}(?![^\W_])", words) is not None

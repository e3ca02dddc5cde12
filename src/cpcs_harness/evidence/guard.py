"""Keeps the NHS numbers of real people out of the evidence.

A number counts where NHS numbers live (an identifier's system or OID, a path, a query, a labelled text). Ten digits
that nothing calls so are looked at in free text only: there they are masked and reported, and count towards nothing.
Allowed are 900 000 0000 to 999 999 9999, which are not issued to people, and the test numbers that national services
publish.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Set
from typing import Any, NamedTuple

from cpcs_harness.evidence.json_text import json_text
from cpcs_harness.evidence.numbers.found import NOTHING, Found, together
from cpcs_harness.evidence.numbers.masked import MASK, masked_bytes, masked_text
from cpcs_harness.evidence.numbers.signs import encoded_in, may_be_encoded
from cpcs_harness.evidence.numbers.structure import in_data, in_message
from cpcs_harness.evidence.numbers.text import in_text
from cpcs_harness.evidence.numbers.undone import in_bytes, in_said
from cpcs_harness.evidence.numbers.written import held_in, numbers_in
from cpcs_harness.evidence.slices import decoded

_MOST_TOLD = 10
_IN_A_HEADER = 1
"""Words beside ten digits that make them free text: a header's own name is one."""


class Notice(NamedTuple):
    """That a number was found and masked."""

    journey: str | None
    is_labelled: bool
    """Whether it stood where NHS numbers live; else it was in free text."""


class Guard:
    """Masks numbers that may be a real person's, and tells whoever asked to be told."""

    def __init__(self, on_notice: Callable[[Notice], None] | None = None) -> None:
        self.on_notice = on_notice or (lambda _notice: None)
        self.notices: list[Notice] = []
        self._lock = threading.Lock()

    @property
    def findings(self) -> list[str | None]:
        """The journeys of numbers that count, in their order."""
        return [notice.journey for notice in self.notices if notice.is_labelled]

    def screen(self, body: bytes, journey: str | None) -> bytes:
        """Give a body with every number that may be real masked; its encodings are not undone."""
        found = self.look_through(body)
        self.report(found, journey)
        return masked_bytes(body, found.all) if found.all else body

    def look_through(
        self, body: bytes, media: str = "", packed: str = "", *, is_theirs: bool = False
    ) -> Found:
        """Say which numbers that may be real a body holds; what a candidate said, with every encoding undone."""
        if is_theirs:
            return in_bytes(body, media, packed)
        text = decoded(body, "surrogateescape")
        numbers = numbers_in(text)
        return in_message(text, numbers) if numbers else NOTHING

    def look_at_head(self, said: Iterable[tuple[str, str]], *, is_theirs: bool = False) -> Found:
        """Say which numbers stand in what comes before a body: names and values."""
        lines = [f"{name}: {value}" for name, value in said]
        numbers = numbers_in("\0".join(lines))
        found = [in_text(line, numbers, _IN_A_HEADER) for line in lines] if numbers else []
        return together([*found, *map(in_said, filter(may_be_encoded, lines))] if is_theirs else found)

    def screen_event(self, data: dict[str, Any], journey: str | None) -> dict[str, Any]:
        """Give an event's data with every number that may be real masked."""
        screened: dict[str, Any] = self.screen_data(data, journey)
        return screened

    def screen_data(self, value: Any, journey: str | None) -> Any:
        """Give plain data with every number that may be real masked, in texts and under names that say NHS number."""
        found = self.look_at_data(value)
        self.report(found, journey)
        return masked_data(value, found) if found.all else value

    def look_at_data(self, value: Any) -> Found:
        """Say which numbers that may be real stand in plain data."""
        said = _said(value) if value else ""
        numbers = numbers_in(said)
        found = in_data(value, numbers) if numbers else NOTHING
        return together([found, *map(in_said, encoded_in(said))])

    def report(self, found: Found, journey: str | None) -> None:
        """Tell of each number once, and of no more than a few of one message."""
        for is_labelled, numbers in ((True, found.labelled), (False, found.in_text)):
            for _ in range(min(len(numbers), _MOST_TOLD)):
                self.tell(Notice(journey, is_labelled))

    def tell(self, notice: Notice) -> None:
        """Tell that a number that may be real was found, here or by a guard of another process."""
        with self._lock:
            self.notices.append(notice)
        self.on_notice(notice)


def masked_data(value: Any, found: Found) -> Any:
    """Mask numbers in plain data, wherever they stand in it."""
    if isinstance(value, Mapping):
        return {masked_data(key, found): masked_data(inner, found) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [masked_data(inner, found) for inner in value]
    if isinstance(value, str):
        return masked_text(value, found.all) if _may_hold(value, found.all) else value
    is_number = isinstance(value, int) and str(value) in found.labelled
    return MASK if is_number else value


def _may_hold(text: str, numbers: Set[str]) -> bool:
    return bool(held_in(text, numbers) or in_said(text).all & numbers)


def _said(value: Any) -> str:
    """Write plain data as one text; tabs and the ends of lines, which may stand in a number, as they are."""
    text = json_text(value)
    for written, meant in (("\\r", "\r"), ("\\n", "\n"), ("\\t", "\t")) if "\\" in text else ():
        text = text.replace(written, meant)
    return text

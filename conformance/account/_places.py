"""The places outside a message's body in which it may tell who its patient is: `places.yaml`, read and looked up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cpcs_harness.catalogue.yaml_file import Entry, read_yaml
from cpcs_harness.judging.views import ExchangeView

WHERE = Path(__file__).with_name("places.yaml")
DETAILS = ("NHS number", "name", "birth date", "address", "postcode", "home telephone", "telephone")
"""What is a patient's own; ids of their report or referral are not."""
_TEXTS = ("id", "service", "place", "source")
_LISTS = ("operations", "details")


@dataclass(frozen=True)
class Place:
    """One place, with what may stand there and the clause that says so."""

    service: str
    operations: tuple[str, ...]
    """None where it is the same for all."""
    place: str
    """`address`, or a header's name in small letters."""
    details: tuple[str, ...]
    source: str

    def takes(self, call: ExchangeView, place: str, detail: str) -> bool:
        """Say whether a detail may stand in a place of a call."""
        is_this = call.service == self.service and place == self.place and detail in self.details
        return is_this and (not self.operations or call.operation in self.operations)


def is_lawful(call: ExchangeView, place: str, detail: str) -> bool:
    """Say whether the published formats have a detail in a place of a call: `address`, or a header's name."""
    return any(known.takes(call, place.lower(), detail) for known in places())


@cache
def places(file: Path = WHERE) -> tuple[Place, ...]:
    """Read the places; raises UsageProblem with file and line where one cannot be used."""
    found = read_yaml(file, "the table of places")
    entries = list(found.entries("places"))
    if not entries:
        found.mistake((), "expected places, received none")
    for entry in entries:
        _check(entry)
    found.raise_problems("the table of places")
    return tuple(_place(entry.data) for entry in entries)


def _check(entry: Entry) -> None:
    for key in entry.data.keys() - {*_TEXTS, *_LISTS}:
        entry.mistake((key,), "is no key of a place")
    for key in _TEXTS:
        if not isinstance(entry.data.get(key), str) or not entry.data[key]:
            entry.mistake((key,), "expected a text")
    for key in _LISTS:
        _check_list(entry, key)
    for place, word in entry.words("details"):
        if word not in DETAILS:
            entry.mistake(place, f"expected one of {', '.join(DETAILS)}")


def _check_list(entry: Entry, key: str) -> None:
    held = entry.data.get(key, [] if key == "operations" else None)
    if not isinstance(held, list) or not all(isinstance(word, str) for word in held):
        entry.mistake((key,), "expected a list of texts")
    elif key == "details" and not held:
        entry.mistake((key,), "expected a detail at least")


def _place(data: dict[str, Any]) -> Place:
    return Place(
        data["service"], _words(data.get("operations", ())), data["place"].lower(), _words(data["details"]),
        data["source"],
    )  # fmt: skip


def _words(held: Iterable[str]) -> tuple[str, ...]:
    return tuple(held)

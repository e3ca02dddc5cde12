"""A patient's own details where everybody on the way can read them: addresses, headers, file names, faults."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from email.message import Message
from email.parser import BytesParser
from functools import lru_cache
from typing import Any

from cpcs_harness.formats.decodings.read import readings
from cpcs_harness.judging import expect_none
from cpcs_harness.judging.account import Subject, Told
from cpcs_harness.judging.account.account import bare, stands_alone
from cpcs_harness.judging.views import ExchangeView, RunView

from ._places import DETAILS, is_lawful

ADDRESS = "address"
Detail = tuple[str, str]
"""Its kind, and the text of it."""
_UNSAID = ("authorization", "date")
_AGES_AGO = 400
"""Days for which a birth date may be a day on which something else was."""
_ORDERS = ("%Y%m%d", "%d%m%Y")


def in_place(run: RunView, call: ExchangeView, told: Told) -> None:
    """Hold that no detail of whom a call is about stands in its address or headers, but where its format has it."""
    details = details_of(run, told, call.at)
    if not details:
        return
    for place, text in outside(call):
        more = sorted(kind for kind in found_in(text, details) if not is_lawful(call, place, kind))
        what = f"detail of the patient in the {place if place == ADDRESS else f'header {place}'}"
        expect_none(what, more, call, "Tell of the patient in the body alone: the rest is logged on the way.")


def details_of(run: RunView, told: Told, at: str) -> tuple[Detail, ...]:
    """Give the details of everybody whom a call at a moment is about, and those by which they were found."""
    found = {
        (sign.kind, sign.text) for signs in told.people.values() for sign in signs if sign.kind in DETAILS
    }
    for subject in told.people:
        found |= set(_issued(run, subject, at))
    return tuple(sorted(found))


def _issued(run: RunView, subject: Subject, at: str) -> Iterator[Detail]:
    known = run.issued.get(subject.journey) or {}
    issued = run.also.get(subject.journey, {}).get(subject.label, {}) if subject.label else known
    person: Mapping[str, Any] = issued.get("person", {})
    yield from (("address", line) for line in person.get("address", ())[:1] if re.match(r"\d+\w? \w", line))
    born = date.fromisoformat(person["birth_date"]) if person.get("birth_date") else None
    if born and (date.fromisoformat(at[:10]) - born).days > _AGES_AGO:
        yield from (("birth date", born.strftime(order)) for order in _ORDERS)


def found_in(text: str, details: Iterable[Detail]) -> set[str]:
    """Give the kinds of the details that a text tells of, through its encodings."""
    return {
        kind
        for letters, read in _read(text)
        for kind, detail in details
        if bare(detail) in letters and stands_alone(bare(detail), read)
    }


@lru_cache(4096)
def _read(text: str) -> tuple[tuple[str, str], ...]:
    """Give each reading of a text, as letters and digits and as it is: most headers come again with each call."""
    read = (reading.text for reading in readings(text.encode("utf-8", "replace")).texts)
    return tuple((bare(text), text) for text in read)


def outside(call: ExchangeView) -> Iterator[tuple[str, str]]:
    """Give all that a call says outside its body, by place; of an e-mail the headers of its parts too."""
    said = (value if isinstance(value, (list, tuple)) else (value,) for value in call.request.start.values())
    yield ADDRESS, " ".join(str(word) for words in said for word in words)
    yield from _readable(call.request.headers)
    if call.service == "nhsmail":
        yield from _readable(_headers(call.request.body))


def _readable(headers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    yield from ((name, f"{name}: {value}") for name, value in headers if name.lower() not in _UNSAID)


@lru_cache(4096)
def _headers(mail: bytes) -> tuple[tuple[str, str], ...]:
    return tuple(_of_parts(BytesParser().parsebytes(mail)))


def _of_parts(part: Message) -> Iterator[tuple[str, str]]:
    """Give the headers of an e-mail and of its parts, not those of an e-mail within it."""
    yield from ((name, str(value)) for name, value in part.items())
    filename = part.get_filename()
    if filename:
        yield "Content-Disposition", filename
    if part.get_content_maintype() == "multipart" and isinstance(part.get_payload(), list):
        for inner in part.get_payload():
            yield from _of_parts(inner)

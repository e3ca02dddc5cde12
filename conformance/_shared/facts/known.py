"""All that anybody recorded, adopted, served or provisioned in a journey, as text that can be searched."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from cpcs_harness.formats.decodings.read import readings
from cpcs_harness.judging.views import EvidenceView, ExchangeView, JourneyView, RunView
from cpcs_harness.judging.views.screens import unnoted
from cpcs_harness.times import moment_of

from ..moments import moment_or_none
from ..text import letters_and_digits
from .days import days_in, packed_days_in, places_of_years

_WRAPPED = ("mesh", "nhsmail", "gp_email", "gp_itk3")
"""Services that hand over messages in encodings."""
_AMOUNTS = re.compile(r'"(?:quantity|owing|days_supply)": ?"?(\d+(?:\.\d+)?)')
_DAYS = re.compile(r'"days_supply": ?"?(\d+(?:\.\d+)?)')
_UNIT = re.compile(r'"(?:unit|form)": ?"([^"]+)"')
_SHOWN = ("supply_medicine", "amend_consultation", "record_consultation")
"""Actions whose answers give an item its name and its unit out of dm+d."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)")
_WORD = re.compile(r"[^\W_]+")
LONDON = ZoneInfo("Europe/London")
YEAR = 400
"""Days of the longest supply that anybody records, and more."""
_MARKUP = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
"""Tags, comments and instructions, which may stand within what is read as one text."""
_PERSONS = ("person", "pharmacist", "premises")


@dataclass(frozen=True)
class Known:
    """What was known in one journey, beside what was known in every one."""

    said: str
    clocks: frozenset[str] = frozenset()
    """The days on which anything came or went, and those beside them: zones differ."""
    beside: Known | None = None

    @cached_property
    def plain(self) -> str:
        """All of it, letters and digits alone."""
        return letters_and_digits(self.said)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words, in small letters."""
        return frozenset(_WORD.findall(self.said.casefold()))

    @cached_property
    def days(self) -> frozenset[str]:
        """Each day that stands in it, on which something was done, or on which a supply ends."""
        told = {day for _, day in days_in(places_of_years(self.said))} | set(packed_days_in(self.said))
        lengths = {int(float(number)) for number in self.amounts if float(number) < YEAR}
        ends = {
            (date.fromisoformat(day) + timedelta(more)).isoformat() for day in self.clocks for more in lengths
        }
        return frozenset(told | self.clocks | ends)

    @cached_property
    def amounts(self) -> frozenset[str]:
        """Quantities and days that were recorded."""
        return frozenset(f"{float(number):g}" for number in _AMOUNTS.findall(self.said))

    @cached_property
    def lengths(self) -> frozenset[str]:
        """Days for which something was recorded as supplied."""
        return frozenset(f"{float(number):g}" for number in _DAYS.findall(self.said))

    @cached_property
    def units(self) -> frozenset[str]:
        """Words of the units of what was recorded."""
        return frozenset(word for unit in _UNIT.findall(self.said) for word in unit.casefold().split())

    def has(self, text: str) -> bool:
        """Say whether a text stands in it, whatever its blanks and stops."""
        plain = letters_and_digits(text)
        return plain in self.plain or (self.beside is not None and plain in self.beside.plain)

    def has_words(self, text: str) -> bool:
        """Say whether each word of a text stands in it, in whatever order."""
        words = set(_WORD.findall(text.casefold()))
        return words - self.words <= (self.beside.words if self.beside else frozenset())

    def has_day(self, day: str) -> bool:
        """Say whether a day, as ISO has it, is one of it."""
        return day in self.days or (self.beside is not None and day in self.beside.days)


class _Journeys:
    """What is known in each journey of a run, put together where it is first asked for."""

    def __init__(self, run: RunView) -> None:
        self._run = run
        self._known: dict[str, Known] = {}
        beside = (text for call in run.calls if call.journey is None for text in _served(call))
        self._beside = Known("\n".join(beside))

    def of(self, journey: str) -> Known:
        if journey not in self._known:
            self._known[journey] = self._made(journey)
        return self._known[journey]

    def _made(self, journey: str) -> Known:
        view = self._run.journey(journey, [])
        texts = [*_recorded(view), *(text for call in view.calls for text in _served(call))]
        moments = [seen.clock for seen in (*view.calls, *view.seen)]
        own = {moment_of(moment).date() for moment in moments}
        clocks = {(day + timedelta(more)).isoformat() for day in own for more in (-1, 0, 1)}
        return Known("\n".join(texts), frozenset(clocks), self._beside)


def known_in(evidence: EvidenceView, journey: str) -> Known:
    """Give what was known in a journey, of whomever."""
    with unnoted():
        return evidence.views.read_whole(_Journeys).of(journey)


def _recorded(view: JourneyView) -> Iterator[str]:
    """Give who there is, and what was keyed in of them; of items also their names and units out of dm+d."""
    keyed = "\n".join(_text([seen.given, seen.actor]) for seen in view.seen)
    yield keyed
    yield " ".join(_days_in_london(keyed))
    for seen in view.seen:
        if seen.action in _SHOWN:
            yield _text(_items(seen.shown))
    for issued in (view.issued, *view.also.values()):
        yield _text({part: issued.get(part) for part in _PERSONS})
        medicines: Mapping[str, Any] = issued.get("medicines") or {}
        yield _text(
            [m for m in medicines.values() if any(_is_in(m.get(key), keyed) for key in ("code", "own_code"))]
        )


def _days_in_london(keyed: str) -> Iterator[str]:
    """Give the day in London of each moment that was keyed in: in summer, after midnight, not UTC's."""
    for written in dict.fromkeys(_MOMENT.findall(keyed)):
        moment = moment_or_none(written)
        if moment is not None:
            yield moment.astimezone(LONDON).date().isoformat()


def _is_in(code: object, keyed: str) -> bool:
    return bool(code) and f'"{code}"' in keyed


def _items(shown: Mapping[str, Any]) -> list[Any]:
    """Give the code, name and unit of what a screen shows as items; its other words are the candidate's own."""
    consultation = shown.get("consultation")
    inner = consultation if isinstance(consultation, Mapping) else {}
    listed = [
        shown.get("item"),
        *_list(shown.get("items")),
        *_list(inner.get("products")),
        *_list(inner.get("items")),
    ]
    return [
        {key: item.get(key) for key in ("code", "display", "unit")}
        for item in listed
        if isinstance(item, Mapping)
    ]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _served(call: ExchangeView) -> Iterator[str]:
    """Give what was sent to the candidate, or answered to it."""
    came = call.direction == "to-candidate"
    message = call.request if came else call.response
    if not message.body:
        return
    if call.service in _WRAPPED or (came and b"base64" in message.body):
        media, packed = (message.header(name) or "" for name in ("content-type", "content-encoding"))
        texts = [found.text for found in readings(message.body, media, packed).texts]
    else:
        texts = [_unescaped(message.body)]
    for text in texts:
        yield from read_text(text)


def read_text(text: str) -> Iterator[str]:
    """Give a text as it was sent, and as it is read, without markup that may stand within its sentences."""
    yield html.unescape(text)
    if "<" in text:
        yield html.unescape(_MARKUP.sub("", text))


def _unescaped(body: bytes) -> str:
    text = body.decode("utf-8", "replace")
    if "\\u" not in text:
        return text
    try:
        return _text(json.loads(text))
    except (ValueError, RecursionError):
        return text


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)

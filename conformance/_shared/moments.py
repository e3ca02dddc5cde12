"""The usual writings of a moment's day and time in an e-mail or a document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cpcs_harness.judging import ExchangeView, expect
from cpcs_harness.judging.in_words import Words
from cpcs_harness.times import moment_of

from .text import dates

MINUTE = 60.0
_AS_FHIR = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?")
ZONES = (ZoneInfo("Europe/London"), ZoneInfo("UTC"))


def days_of(moment: str) -> list[str]:
    """Give the writings of a moment's day, in London and in UTC: near midnight these differ in summer."""
    london = moment_of(moment).astimezone(ZoneInfo("Europe/London")).date().isoformat()
    return dates(london) + dates(moment[:10])


def times_of(moment: str) -> list[str]:
    """Give the writings of a moment's time of day, in London and in UTC, by 24 hours and by 12."""
    utc = moment_of(moment)
    london = utc.astimezone(ZoneInfo("Europe/London"))
    forms = ("%H:%M", "%H.%M", "%H%M", "%I:%M", "%I.%M")
    return [
        text
        for at in (london, utc)
        for form in forms
        for text in (at.strftime(form), at.strftime(form).lstrip("0"))
    ]


def expect_moment(text: str, moment: str, at: ExchangeView, coded: Iterable[str] = ()) -> None:
    """Raise NotMet unless a text gives the day and the time of a consultation, both of one zone, London's or UTC.

    `coded`: the moments that stand in a message as such; one of them will do as well.
    """
    started = moment_of(moment)
    due = " or ".join(f"{started.astimezone(zone):%d/%m/%Y %H:%M}" for zone in ZONES)
    right = any(tells(text, *form) for zone in ZONES for form in writings(started.astimezone(zone)))
    right = right or any(is_moment(written, moment) for written in coded)
    expect(right, f"day and time of the consultation, {due}", Words("another, or none"), at)


def is_moment(written: str, due: str) -> bool:
    """Say whether a moment with an offset is another one, to the minute."""
    try:
        return abs((moment_of(written) - moment_of(due)).total_seconds()) < MINUTE
    except ValueError:
        return False


def moment_or_none(written: str) -> datetime | None:
    """Read a moment with its offset, as FHIR's instants and full times have it; None for anything else."""
    try:
        return moment_of(written)
    except ValueError:
        return None


def expect_made_between(what: str, written: str, earliest: str, at: ExchangeView) -> None:
    """Raise NotMet where a message is dated two minutes before something had come, or after it was sent itself."""
    moment = moment_or_none(written)
    since, until = moment_of(earliest), moment_of(at.clock)
    slack = timedelta(minutes=2)
    right = moment is not None and since - slack <= moment <= until + slack
    expect(
        right,
        f"{what} between {since.isoformat()} and {until.isoformat()}",
        written,
        at,
        "Date it when it is made.",
    )


def is_impossible(written: str) -> bool:
    """Say whether a text is written as FHIR's dates and times are, and no calendar or clock has it."""
    if _AS_FHIR.fullmatch(written) is None:
        return False
    # A second more than others have is written as 60, which FHIR allows.
    ordinary = re.sub(r"(:\d\d):60", r"\1:59", written)
    try:
        datetime.fromisoformat(ordinary)
    except ValueError:
        return True
    return False


def writings(at: datetime) -> list[tuple[date, str]]:
    """Give a moment's day with a pattern of its time; midnight is the end of the day before as well."""
    hour, minute = at.hour, f"{at:%M}"
    times = [f"{at:%H}[:.]?{minute}", f"{hour}[:.]{minute}", rf"{hour % 12 or 12}[:.]?{minute} ?[ap]\.?m"]
    if hour or at.minute:
        return [(at.date(), "|".join(times))]
    before = at.date() - timedelta(days=1)
    return [(at.date(), "|".join([*times, "midnight"])), (before, "24[:.]?00|midnight")]


def tells(text: str, day: date, time: str) -> bool:
    """Say whether a day stands in a text, in any usual writing, and a time."""
    folded = text.casefold()
    written = any(form.casefold() in folded for form in dates(day.isoformat()))
    return written and re.search(rf"(?<!\d)({time})", text, re.IGNORECASE) is not None

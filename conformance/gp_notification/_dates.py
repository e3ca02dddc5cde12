"""The usual writings of days and times in an e-mail or a document."""

from __future__ import annotations

import calendar
from zoneinfo import ZoneInfo

from cpcs_harness.times import moment_of


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


def dates(iso: str) -> list[str]:
    """Give the usual writings of a date."""
    year, month, day = iso.split("-")
    name = calendar.month_name[int(month)]
    plain = [iso, f"{day}/{month}/{year}", f"{day}-{month}-{year}", f"{day}.{month}.{year}"]
    return plain + [
        f"{d}{gap}{m}{gap}{year}" for d in (day, str(int(day))) for m in (name, name[:3]) for gap in " -"
    ]

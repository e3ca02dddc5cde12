"""The usual writings of a moment's day and time in an e-mail or a document."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from cpcs_harness.times import moment_of

from .text import dates


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

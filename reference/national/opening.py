"""When a pharmacy is open, by what DoS says of it: London's wall clock, in sessions that never cross midnight."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from ..kit.bank_holidays import is_bank_holiday
from ..kit.times import london

Said = dict[str, Any]
"""`openingTimes` of a service, as DoS writes it."""
Span = tuple[datetime, datetime]

WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOLIDAY = "Bankholiday"
WHOLE_DAY = {"start": {"hours": "00", "minutes": "00"}, "end": {"hours": "24", "minutes": "00"}}
_DAY = timedelta(days=1)
_LAST_MINUTE = 24 * 60 - 1
_CLOSING_SOON, _AHEAD = timedelta(minutes=30), timedelta(hours=24)


class OpeningTimes:
    """Reads opening times: a specified date comes before all hours, these before bank holidays, these before days."""

    def is_open(self, said: Said, moment: datetime) -> bool:
        """Whether the pharmacy is open at a moment."""
        here = self.wall_clock(moment)
        return any(start <= here < end for start, end in self.spans(said, here.date()))

    def is_of_use(self, said: Said, moment: datetime) -> bool:
        """Whether a patient can be seen within a day: it stays open for half an hour, or opens within 24 hours."""
        here = self.wall_clock(moment)
        days = (here.date() + _DAY * ahead for ahead in range(3))
        spans = [span for day in days for span in self.spans(said, day)]
        stays = any(start <= here and end - here > _CLOSING_SOON for start, end in spans)
        return stays or any(here < start <= here + _AHEAD for start, end in spans)

    def wall_clock(self, moment: datetime) -> datetime:
        """The time on a clock in London."""
        return moment.astimezone(london()).replace(tzinfo=None)

    def spans(self, said: Said, day: date) -> Iterator[Span]:
        """From when until when it is open on a day; what ends with the day ends at midnight."""
        midnight = datetime.combine(day, datetime.min.time())
        for session in self.sessions(said, day):
            if "start" in session and "end" in session:
                start, end = minutes(session["start"]), minutes(session["end"])
                yield midnight + timedelta(minutes=start), midnight + timedelta(minutes=self.end(end))

    def end(self, minute: int) -> int:
        """Where a session ends: DoS writes midnight as 23:59, 24:00 or 00:00."""
        return 24 * 60 if minute in (0, _LAST_MINUTE) else minute

    def sessions(self, said: Said, day: date) -> list[dict[str, Any]]:
        """The sessions of a day, of the first rule that says anything of it."""
        specified = self.specified(said)
        if day in specified:
            return specified[day]
        if said.get("allHours"):
            return [WHOLE_DAY]
        named = {str(listed.get("day")): listed.get("sessions") or [] for listed in said.get("days") or []}
        if self.is_holiday(day) and HOLIDAY in named:
            return list(named[HOLIDAY])
        return list(named.get(WEEK[day.weekday()], []))

    def specified(self, said: Said) -> dict[date, list[dict[str, Any]]]:
        """The sessions of specified dates; a date that cannot be read is left out."""
        dates = [
            (iso_date(str(listed.get("date") or "")), listed) for listed in said.get("specifiedDates") or []
        ]
        return {
            date.fromisoformat(day): listed.get("sessions") or [] for day, listed in dates if _is_date(day)
        }

    def is_holiday(self, day: date) -> bool:
        """Whether a day is a bank holiday."""
        return is_bank_holiday(day)


def minutes(time: dict[str, Any]) -> int:
    """A time of day in minutes since midnight."""
    return int(time.get("hours") or 0) * 60 + int(time.get("minutes") or 0)


def iso_date(text: str) -> str:
    """DoS writes DD-MM-YYYY, though one description of it says ISO."""
    match = re.fullmatch(r"(\d{2})-(\d{2})-(\d{4})", text)
    return f"{match[3]}-{match[2]}-{match[1]}" if match else text


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True

"""Ages: how old somebody is on a day, and when somebody was born who is to be of an age on a day.

Who was born on 29 February reaches an age on 1 March in a year without that day, as is commonly held of English law;
no statute says so in terms.
"""

from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Age:
    """How old a patient is to be: `years` reached `days` ago; with days below 0, to be reached in as many days.

    `leap_day`: born on a 29 February, the last that makes them as old as that; `days` say nothing then.
    """

    years: int
    days: int = 0
    leap_day: bool = False

    def born(self, day: date) -> date:
        """Give the birth date of who has the age on a day."""
        if self.leap_day:
            return self._born_on_a_leap_day(day)
        birthday = day - timedelta(days=self.days)
        born = _moved(birthday, -self.years)
        # On a 29 February that the year of birth had not, nobody has a birthday: the nearest is a day before or after.
        return born or _moved(birthday + timedelta(days=1 if self.days < 0 else -1), -self.years) or birthday

    def _born_on_a_leap_day(self, day: date) -> date:
        latest = day.year - self.years
        leap_days = (date(year, 2, 29) for year in range(latest, latest - 16, -1) if isleap(year))
        return next(born for born in leap_days if years_on(born, day) >= self.years)


def years_on(born: date, day: date) -> int:
    """Give how many years old somebody is on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def london_day(moment: datetime) -> date:
    """Give the day in London of a moment: the day on which a patient is of an age."""
    return moment.astimezone(LONDON).date()


def _moved(day: date, years: int) -> date | None:
    """Give the same day of another year; None for a 29 February that the year has not."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return None

"""When a pharmacy is open over some years, as the rules of dateutil and the bank holidays of `holidays` have it."""

from bisect import bisect_right
from datetime import date, datetime, timedelta

import holidays
from dateutil import tz
from dateutil.rrule import DAILY, WEEKLY, rrule, rruleset

LONDON = tz.gettz("Europe/London")
DAY = timedelta(days=1)
WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def kept_in(year):
    """Give the days off of a year; a day at the weekend that another one stands for is no bank holiday."""
    listed = holidays.country_holidays("GB", subdiv="ENG", years=year)
    return {day for day, name in listed.items() if f"{name} (observed)" not in listed.values()}


class Calendar:
    """The opening times of one service, from one day until another, written out."""

    def __init__(self, said, first, last):
        self.said, self.first, self.last = said, first, last
        self.kept = {day for year in range(first.year, last.year + 1) for day in kept_in(year)}
        self.dated = {
            datetime.strptime(day["date"], "%d-%m-%Y").date(): day for day in said["specifiedDates"]
        }
        self.spans = sorted({*self._standing(), *self._holidays(), *self._specified()})
        self.starts = [start for start, _ in self.spans]

    def is_open(self, moment):
        here = moment.astimezone(LONDON).replace(tzinfo=None)
        found = bisect_right(self.starts, here)
        return found > 0 and self.spans[found - 1][1] > here

    def is_of_use(self, moment, soon):
        here = moment.astimezone(LONDON).replace(tzinfo=None)
        near = self.spans[max(0, bisect_right(self.starts, here) - 1) :][:4]
        return any(
            (start <= here and end - here > timedelta(minutes=soon)) or here < start <= here + DAY
            for start, end in near
        )

    def _standing(self):
        if self.said["allHours"]:
            yield from self._repeated(
                rrule(DAILY, dtstart=at(self.first), until=at(self.last)), DAY, self.dated
            )
            return
        for index, name in enumerate(WEEK):
            for start, length in self._sessions(name):
                begins = at(self.first) + start
                rule = rrule(WEEKLY, byweekday=index, dtstart=begins, until=at(self.last))
                yield from self._repeated(rule, length, {*self.dated, *self.kept}, start)

    def _holidays(self):
        if self.said["allHours"]:
            return
        for start, length in self._sessions("Bankholiday"):
            for day in self.kept - set(self.dated):
                yield at(day) + start, at(day) + start + length

    def _specified(self):
        for day, listed in self.dated.items():
            for start, length in lengths(listed["sessions"]):
                yield at(day) + start, at(day) + start + length

    def _repeated(self, rule, length, without, start=timedelta(0)):
        days = rruleset()
        days.rrule(rule)
        for day in without:
            days.exdate(at(day) + start)
        return ((begins, begins + length) for begins in days)

    def _sessions(self, name):
        listed = next(day["sessions"] for day in self.said["days"] if day["day"] == name)
        return lengths(listed)


def lengths(sessions):
    """Give from how long after midnight, and how long, each session lasts; what ends at 23:59 lasts to midnight."""
    for session in sessions:
        if "start" in session:
            start, end = (
                timedelta(**{part: int(text) for part, text in session[edge].items()})
                for edge in ("start", "end")
            )
            yield start, (DAY if end == timedelta(hours=23, minutes=59) else end) - start


def at(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time())

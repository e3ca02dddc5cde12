"""What the reference takes for open, held against the calendars of other libraries over five years of days."""

from datetime import UTC, datetime

import pytest

from calendar_of_others import kept_in
from openings import OPENINGS, calendar, moments
from reference.kit.bank_holidays import bank_holidays
from reference.national.opening import OpeningTimes

HOURS = OpeningTimes()


@pytest.mark.parametrize("name", OPENINGS)
def test_open_or_not_over_five_years(name):
    others = calendar(name)

    for moment in moments(others):
        assert HOURS.is_open(OPENINGS[name], moment) == others.is_open(moment), f"{name} at {moment}"


@pytest.mark.parametrize("name", OPENINGS)
def test_of_use_within_a_day_over_five_years(name):
    others = calendar(name)

    for moment in moments(others):
        due = others.is_of_use(moment, 30)
        assert HOURS.is_of_use(OPENINGS[name], moment) == due, f"{name} at {moment}"


@pytest.mark.parametrize("year", range(2019, 2039))
def test_bank_holidays(year):
    assert bank_holidays(year) == kept_in(year)


def test_a_date_that_cannot_be_read_is_left_out():
    said = OPENINGS["by day"] | {"specifiedDates": [{"date": "31-02-2026", "sessions": []}, {"sessions": []}]}

    assert HOURS.is_open(said, datetime(2026, 11, 25, 10, tzinfo=UTC))

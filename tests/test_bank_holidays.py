"""The bank holidays of England, held against the calendar of another library."""

from datetime import date, timedelta

import pytest
from dateutil.easter import easter

from calendar_of_others import kept_in
from cpcs_harness.bank_holidays import bank_holidays, easter_sunday, is_bank_holiday, next_bank_holiday

YEARS = range(2019, 2039)


@pytest.mark.parametrize("year", YEARS)
def test_each_year_has_the_days_of_another_librarys_calendar(year):
    assert bank_holidays(year) == kept_in(year)


@pytest.mark.parametrize("year", [1583, 1818, 1954, 1981, *YEARS, 2285])
def test_easter(year):
    assert easter_sunday(year) == easter(year)


def test_the_next_one_may_be_in_the_next_year():
    assert next_bank_holiday(date(2026, 12, 24)) == date(2026, 12, 25)
    assert next_bank_holiday(date(2026, 12, 28)) == date(2027, 1, 1)
    assert not is_bank_holiday(date(2026, 12, 26))  # a Saturday: kept on the Monday
    assert all(
        is_bank_holiday(next_bank_holiday(date(2026, 1, 1) + timedelta(days=day))) for day in range(0, 730, 7)
    )

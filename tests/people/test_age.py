"""Ages around birthdays, held against dateutil, which differs from English usage on one day alone."""

from calendar import isleap
from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from cpcs_harness.people.age import Age, london_day, years_on
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer

DAYS = st.dates(date(2020, 1, 1), date(2099, 12, 31))
YEARS = st.integers(1, 110)


@given(born=st.dates(date(1900, 1, 1), date(2020, 1, 1)), day=DAYS)
def test_an_age_is_what_dateutil_reckons_but_on_one_28_february(born, day):
    before_its_birthday = (born.month, born.day, day.month, day.day) == (2, 29, 2, 28) and not isleap(
        day.year
    )

    assert years_on(born, day) == relativedelta(day, born).years - before_its_birthday


@pytest.mark.parametrize("days", [0, 1, 7, -1, -2, -7])
@given(years=YEARS, day=DAYS)
def test_who_is_born_by_age_reached_it_so_many_days_ago(days, years, day):
    birthday = day - timedelta(days=days)

    born = Age(years, days).born(day)

    assert (years_on(born, day) >= years) == (days >= 0)
    if (birthday.month, birthday.day) != (2, 29) or isleap(birthday.year - years):
        assert (years_on(born, birthday - timedelta(days=1)), years_on(born, birthday)) == (years - 1, years)
        assert born + relativedelta(years=years) == birthday


@given(years=YEARS, day=st.sampled_from([date(year, 2, 29) for year in range(2020, 2097, 4)]))
def test_on_a_29_february_the_birthday_is_as_near_as_there_is_one(years, day):
    today, tomorrow = Age(years).born(day), Age(years, -1).born(day)

    assert years_on(today, day) == years
    assert years_on(today, day - timedelta(days=2)) == years - 1
    assert (years_on(tomorrow, day), years_on(tomorrow, day + timedelta(days=1))) == (years - 1, years)


@given(years=YEARS, day=DAYS)
def test_who_is_born_on_a_leap_day_is_old_enough_and_the_next_such_day_is_not(years, day):
    born = Age(years, leap_day=True).born(day)

    assert (born.month, born.day) == (2, 29)
    assert years <= years_on(born, day) <= years + 8


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        pytest.param(date(2012, 2, 29), date(2028, 2, 28), 15, id="the-day-before-a-leap-day"),
        pytest.param(date(2012, 2, 29), date(2028, 2, 29), 16, id="on-a-leap-day"),
        pytest.param(date(2012, 2, 29), date(2030, 2, 28), 17, id="the-last-of-february"),
        pytest.param(date(2012, 2, 29), date(2030, 3, 1), 18, id="the-first-of-march"),
        pytest.param(date(1966, 11, 28), date(2026, 11, 28), 60, id="sixtieth-birthday"),
        pytest.param(date(2010, 11, 29), date(2026, 11, 28), 15, id="the-day-before-the-sixteenth"),
    ],
)
def test_ages_by_hand(born, day, years):
    assert years_on(born, day) == years


def test_the_day_is_londons():
    assert london_day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == date(2026, 7, 2)
    assert london_day(datetime(2026, 12, 1, 23, 30, tzinfo=UTC)) == date(2026, 12, 1)


def test_an_age_changes_nothing_else_of_who_is_issued():
    issuer, now = Issuer(3, make_environment(1)), datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    plain = issuer.issue("journey", "urgent-medicines", now=now, label="one").person
    child = issuer.issue("journey", "urgent-medicines", now=now, label="one", age=Age(16, -1)).person

    assert child.birth_date == date(2010, 11, 23)
    assert {**vars(child), "birth_date": None} == {**vars(plain), "birth_date": None}

"""What the judge takes for open, held against the calendars of other libraries over five years of days."""

from datetime import UTC, datetime, timedelta

import pytest

from cpcs_harness._content.conformance.dos._hours import LONDON, goes_on_at_midnight, is_of_use, is_open
from openings import DISPUTED, OPENINGS, calendar, moments, opening


@pytest.mark.parametrize("name", OPENINGS)
def test_open_or_not_over_five_years(name):
    others, said = calendar(name), OPENINGS[name]

    for moment in moments(others):
        found = is_open(said, moment)
        if found is not None:
            assert found == others.is_open(moment), f"{name} at {moment}"


@pytest.mark.parametrize("name", OPENINGS)
def test_of_use_within_a_day_over_five_years(name):
    others, said = calendar(name), OPENINGS[name]

    for moment in moments(others):
        due = others.is_of_use(moment, 30)
        assert is_of_use(said, moment, 32) <= due <= is_of_use(said, moment, 28), f"{name} at {moment}"


@pytest.mark.parametrize("name", OPENINGS)
def test_little_is_left_open(name):
    local = (
        moment.astimezone(LONDON)
        for moment in moments(calendar(name))
        if is_open(OPENINGS[name], moment) is None
    )

    assert all(
        (here.hour, here.minute) == (23, 59) or ((here.month, here.day) in DISPUTED and here.weekday() > 4)
        for here in local
    )


def test_a_session_goes_on_at_midnight_only_where_another_begins_there():
    late = opening("00:00-02:00 18:00-23:59")
    minute = datetime(2026, 11, 25, 23, 59, tzinfo=UTC)

    assert goes_on_at_midnight(late, minute)
    assert not goes_on_at_midnight(late, minute + timedelta(days=2))  # a Friday: nothing on Saturday
    assert not goes_on_at_midnight(late, minute - timedelta(minutes=1))

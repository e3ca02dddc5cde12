"""What the judge takes for open, held against the calendars of other libraries over five years of days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_of_others import Calendar
from cpcs_harness._content.conformance._shared.opening_hours import (
    LONDON,
    goes_on_at_midnight,
    is_of_use,
    is_open,
)
from explore import explored
from openings import DISPUTED, OPENINGS, calendar, moments, opening
from reference.national.opening import OpeningTimes


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


@st.composite
def drawn_openings(draw):
    """Opening times of any kind: days and dates with up to three sessions, with all hours or without."""
    written = [draw(drawn_sessions()) for _ in range(8)]
    weekdays, saturday, sunday, holiday, *others = written
    days = draw(st.lists(st.dates(SOME_DAY, SOME_DAY + timedelta(days=40)), unique=True, max_size=4))
    dates = list(zip(days, [*others, "closed"], strict=False))
    return opening(weekdays, saturday, sunday, holiday, dates, all_hours=draw(st.booleans()))


@st.composite
def drawn_sessions(draw):
    ends = sorted(draw(st.lists(st.integers(0, 96), unique=True, max_size=6)))
    pairs = zip(ends[::2], ends[1::2], strict=False)
    return " ".join(f"{quarters(start)}-{quarters(end)}" for start, end in pairs)


def quarters(number):
    """Write a time of day in quarters of an hour; the last one as DoS does, which knows no other midnight."""
    return "23:59" if number == 96 else f"{number // 4:02}:{number % 4 * 15:02}"


SOME_DAY = date(2026, 12, 10)  # Christmas, with a Boxing Day on a Saturday, and the new year are near


@explored(150)
@given(said=drawn_openings(), minutes=st.integers(0, 40 * 24 * 60))
def test_drawn_opening_times_are_read_as_others_read_them(said, minutes):
    moment = datetime.combine(SOME_DAY, datetime.min.time(), UTC) + timedelta(minutes=minutes)
    others = Calendar(said, date(2026, 11, 2), date(2027, 3, 1))

    assert is_open(said, moment) in (None, others.is_open(moment))
    due = others.is_of_use(moment, 30)
    assert is_of_use(said, moment, 32) <= due <= is_of_use(said, moment, 28)
    assert OpeningTimes().is_open(said, moment) == others.is_open(moment)
    assert OpeningTimes().is_of_use(said, moment) == due

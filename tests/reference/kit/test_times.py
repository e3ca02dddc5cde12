"""The clock of a service can be set to another time, and goes on from there."""

from datetime import UTC, date, datetime, timedelta

import pytest

from reference.kit import times
from reference.kit.times import Clock


@pytest.fixture
def clock():
    yield times.clock
    times.clock.set(None)


def test_a_clock_goes_by_the_machines_until_it_is_set_and_again_afterwards():
    clock = Clock()
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)

    clock.set(datetime(2028, 2, 29, 12, tzinfo=UTC))
    assert datetime(2028, 2, 29, 12, tzinfo=UTC) <= clock.now() < datetime(2028, 2, 29, 12, 1, tzinfo=UTC)

    clock.set(None)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2028-02-28T23:59:00+00:00", date(2028, 2, 28)),
        ("2028-02-29T00:01:00+00:00", date(2028, 2, 29)),
        ("2027-07-31T22:59:00+00:00", date(2027, 7, 31)),
        ("2027-07-31T23:01:00+00:00", date(2027, 8, 1)),
    ],
)
def test_today_is_the_day_in_london(clock, moment, day):
    clock.set(datetime.fromisoformat(moment))

    assert times.today() == day
    assert times.day_in_london(times.now()) == day

"""By when a practice is told, over five years of days: the reference and the judge, against another's calendar."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from calendar_of_others import DAY, LONDON, kept_in
from cpcs_harness._content.conformance._shared.deadline import told_by
from cpcs_harness.profiles import Profiles
from reference.outbound.gp.deadline import due

OURS = Profiles()["notification"]

FIRST, DAYS = date(2024, 1, 1), 5 * 365
OFF = {day for year in range(2024, 2031) for day in kept_in(year)}


def end_of_next_working_day(day):
    later = (day + number * DAY for number in range(1, 20))
    found = next(other for other in later if other.isoweekday() < 6 and other not in OFF)
    return datetime.combine(found + DAY, time(), LONDON)


def test_the_reference_and_the_judge_agree_with_another_calendar():
    for number in range(DAYS):
        day = FIRST + number * DAY
        noon = datetime.combine(day, time(12), LONDON).astimezone(UTC)
        expected = end_of_next_working_day(day)
        assert told_by(OURS, noon) == expected, day
        assert due(noon.isoformat()) == expected, day


@pytest.mark.parametrize(
    ("consulted", "by"),
    [
        ("2026-03-31T22:59:00+00:00", "2026-04-01T23:00:00+00:00"),
        ("2026-03-31T23:00:00+00:00", "2026-04-02T23:00:00+00:00"),
        ("2026-04-02T12:00:00+00:00", "2026-04-07T23:00:00+00:00"),
        ("2026-12-24T23:50:00+00:00", "2026-12-30T00:00:00+00:00"),
        ("2026-10-24T23:30:00+00:00", "2026-10-27T00:00:00+00:00"),
    ],
    ids=["still March", "April in London", "before Good Friday", "Christmas Eve", "the clocks change"],
)
def test_the_day_is_londons(consulted, by):
    moment = datetime.fromisoformat(by)

    assert told_by(OURS, datetime.fromisoformat(consulted)) == moment
    assert due(consulted) == moment
    assert moment - timedelta(minutes=1) < due(consulted)

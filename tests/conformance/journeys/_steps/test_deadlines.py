"""Working time is the same to who waits for it and to who keeps it, which share no code."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from cpcs_harness._content.conformance.journeys._steps.deadlines import after_working_time, unanswered_at
from cpcs_harness.profiles import Profile, Profiles
from reference.kit.working_time import worked

LONDON = ZoneInfo("Europe/London")
HOURS = {"from": "09:00", "until": "17:00"}


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        pytest.param("2026-11-25T10:00", 4, "2026-11-25T14:00", id="within a day"),
        pytest.param("2026-11-25T15:00", 4, "2026-11-26T11:00", id="over a night"),
        pytest.param("2026-11-27T16:00", 2, "2026-11-30T10:00", id="over a weekend"),
        pytest.param("2026-11-28T14:00", 2, "2026-11-30T11:00", id="from a Saturday"),
        pytest.param(
            "2026-12-24T16:00", 2, "2026-12-29T10:00", id="over Christmas, a substitute day with it"
        ),
        pytest.param("2026-03-27T16:00", 2, "2026-03-30T10:00", id="over a change of the clocks"),
        pytest.param("2026-11-25T06:00", 16, "2026-11-26T17:00", id="two whole days"),
    ],
)
def test_working_time_ends_when_it_has_passed(start, hours, end):
    wait = timedelta(hours=hours)
    assert after_working_time(at(start), wait, time(9), time(17)) == at(end)
    assert worked(at(start), at(end), HOURS) == wait
    assert worked(at(start), at(end) - timedelta(minutes=1), HOURS) < wait


def test_ours_waits_for_six_days_and_another_as_it_says():
    sent = at("2026-11-25T10:00")
    assert unanswered_at(Profiles()["notification"], sent) == sent + timedelta(days=6)
    held = {"unanswered": {"hours": 5, "counted": "working"}, "working_day": HOURS}
    assert unanswered_at(Profile("notification", "s", "modelled", held), sent) == at("2026-11-25T16:00")

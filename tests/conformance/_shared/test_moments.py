"""Writings of a moment's day and time."""

import pytest

from cpcs_harness._content.conformance._shared import moments
from cpcs_harness._content.conformance._shared.moments import days_of, times_of


def test_near_midnight_in_summer_both_days_will_do():
    found = days_of("2026-06-30T23:30:00Z")
    assert {"01/07/2026", "30/06/2026"} <= set(found)


def test_a_time_of_day_is_written_in_london_and_in_utc():
    assert {"00:30", "23:30", "11.30"} <= set(times_of("2026-06-30T23:30:00Z"))


@pytest.mark.parametrize(
    "written",
    [
        "2026-13-01",
        "1980-02-31",
        "2026-11-28T25:00:00Z",
        "2026-13-28T12:00:00.123+01:00",
        "2026-11-28T12:60:00Z",
        "0000-01-01",
    ],
)
def test_a_date_that_is_none_is_impossible(written):
    assert moments.is_impossible(written)
    assert moments.moment_or_none(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-28",
        "2026-11",
        "2026",
        "2028-02-29",
        "2026-11-28T12:00:00Z",
        "2026-12-31T23:59:60Z",
        "",
        "31/02/1980",
        "a 2026-13-01",
    ],
)
def test_a_date_or_part_of_one_or_a_text_is_not(written):
    assert not moments.is_impossible(written)

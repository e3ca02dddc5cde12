"""Writings of a moment's day and time."""

from cpcs_harness._content.conformance._shared.moments import days_of, times_of


def test_near_midnight_in_summer_both_days_will_do():
    found = days_of("2026-06-30T23:30:00Z")
    assert {"01/07/2026", "30/06/2026"} <= set(found)


def test_a_time_of_day_is_written_in_london_and_in_utc():
    assert {"00:30", "23:30", "11.30"} <= set(times_of("2026-06-30T23:30:00Z"))

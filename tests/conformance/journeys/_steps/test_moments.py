"""Moments of a kind that software gets wrong."""

from datetime import UTC, datetime

import pytest

from cpcs_harness._content.conformance.journeys._steps import moments

WINTER, SUMMER = datetime(2026, 11, 28, 13, tzinfo=UTC), datetime(2026, 7, 1, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("odd", "now", "due"),
    [
        ("midnight", WINTER, "2026-11-28T00:00"),
        ("midnight", SUMMER, "2026-07-01T23:00"),
        ("clocks go forward", WINTER, "2026-03-29T01:30"),
        ("clocks go back", WINTER, "2026-10-25T00:30"),
        ("the hour again", WINTER, "2026-10-25T01:30"),
        ("the hour again", SUMMER, "2025-10-26T01:30"),
        ("clocks go back", datetime(2026, 10, 25, 1, 15, tzinfo=UTC), "2025-10-26T00:30"),
    ],
)
def test_an_odd_moment_is_the_last_one_of_its_kind(odd, now, due):
    assert moments.ODD[odd](now).isoformat().startswith(due)

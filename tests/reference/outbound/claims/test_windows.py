"""Until when a consultation is claimed for: the fifth of the next month, and three months more."""

from datetime import date

import pytest

from reference.outbound.claims.windows import ClaimWindows

WINDOWS = ClaimWindows()


@pytest.mark.parametrize(
    ("assessed", "due", "closes"),
    [
        ("2023-08-31", "2023-09-05", "2023-12-05"),
        ("2026-11-01", "2026-12-05", "2027-03-05"),
        ("2026-12-31", "2027-01-05", "2027-04-05"),
        ("2028-02-29", "2028-03-05", "2028-06-05"),
    ],
)
def test_a_month_is_due_and_closes(assessed, due, closes):
    day = date.fromisoformat(assessed)

    assert (WINDOWS.due(day), WINDOWS.closes(day)) == (date.fromisoformat(due), date.fromisoformat(closes))


@pytest.mark.parametrize(
    ("today", "late", "new", "changed"),
    [
        ("2026-12-05", False, True, True),
        ("2026-12-06", True, True, False),
        ("2027-03-05", True, True, False),
        ("2027-03-06", True, False, False),
    ],
)
def test_what_may_be_sent_depends_on_the_day(today, late, new, changed):
    assessed, day = date(2026, 11, 30), date.fromisoformat(today)

    assert WINDOWS.is_late(assessed, day) == late
    assert (WINDOWS.why_not(assessed, day, held=False) == "") == new
    assert (WINDOWS.why_not(assessed, day, held=True) == "") == changed

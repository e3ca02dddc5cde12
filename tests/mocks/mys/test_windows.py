"""When claims are taken: the edges of each window, in London."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from cpcs_harness._content.mocks.mys.windows import closes, due, may_be_changed, standing

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("month", "last", "end"),
    [  # as the sheet works them out
        ("2023-08-01", "2023-09-05", "2023-12-05"),
        ("2022-01-01", "2022-02-05", "2022-08-05"),
        ("2023-05-01", "2023-06-05", "2023-12-05"),
        ("2023-07-01", "2023-08-05", "2023-12-05"),
        ("2023-04-01", "2023-05-05", "2023-11-05"),
        ("2026-11-30", "2026-12-05", "2027-03-05"),
        ("2026-12-31", "2027-01-05", "2027-04-05"),
        ("2028-02-29", "2028-03-05", "2028-06-05"),
    ],
)
def test_a_month_is_due_by_the_fifth_and_closes_months_later(month, last, end):
    asked = date.fromisoformat(month)

    assert (due(asked), closes(asked)) == (date.fromisoformat(last), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 28, 12, tzinfo=LONDON), "in-time"),
        (datetime(2026, 12, 5, 23, 59, 59, tzinfo=LONDON), "in-time"),
        (datetime(2026, 12, 6, tzinfo=LONDON), "late"),
        (datetime(2027, 3, 5, 23, 59, 59, tzinfo=LONDON), "late"),
        (datetime(2027, 3, 6, tzinfo=LONDON), "closed"),
    ],
)
def test_a_claim_is_in_time_late_or_no_longer_taken(moment, said):
    assert standing(date(2026, 11, 1), moment) == said
    assert may_be_changed(date(2026, 11, 1), moment) == (said == "in-time")


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 8, 5, 22, 59, 59, tzinfo=UTC), "in-time"),
        (datetime(2026, 8, 5, 23, tzinfo=UTC), "late"),
    ],
)
def test_in_summer_the_day_ends_an_hour_earlier_than_in_utc(moment, said):
    assert standing(date(2026, 7, 1), moment) == said

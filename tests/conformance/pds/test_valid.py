"""What of a record was valid on a day: dates that are partly known count by what is known of them."""

import pytest

from cpcs_harness._content.conformance.pds import _valid
from cpcs_harness._content.conformance.pds.test_periods import home_of

DAY = "2026-07-01"


@pytest.mark.parametrize(
    ("start", "end", "right"),
    [
        ("2015-04-01", "", True),
        (DAY, DAY, True),
        ("2026", "", True),
        ("2026-07", "2026", True),
        ("", "", True),
        ("2026-07-02", "", False),
        ("2027", "", False),
        ("2015-04-01", "2026-06-30", False),
        ("2015-04-01", "2025", False),
    ],
)
def test_a_day_lies_in_a_period(start, end, right):
    assert _valid.is_valid(start, end, DAY) == right


def test_the_usual_name_and_the_home_of_a_day_are_taken_and_nothing_where_there_is_none():
    usual = {"use": "usual", "family": "Whitlow", "given": [], "start": "2020", "end": ""}
    to_come = {**usual, "family": "Hart", "start": "2027-01-01"}
    temporary = {"use": "temp", "lines": ["3 Wharf Hall"], "postcode": "YO1 9ZX", "start": "", "end": ""}
    record = {"names": [to_come, usual], "addresses": [temporary]}

    assert _valid.usual_name(record, DAY) == usual
    assert _valid.usual_name(record, "2019-12-31") == _valid.NOBODY
    assert _valid.home(record, DAY) == _valid.NOWHERE


@pytest.mark.parametrize(
    ("start", "end", "due"), [("2020", "", "Y1"), ("2027", "", ""), ("2020", "2025", "")]
)
def test_a_practice_is_that_of_a_registration_that_lasts(start, end, due):
    record = {"practice": "Y1", "practice_start": start, "practice_end": end}

    assert _valid.practice(record, DAY) == due


LAST_DAY = {
    "addresses": [{"use": "home", "start": "", "end": "2026-03-31", "postcode": "LS8 9ZX", "lines": []}]
}


@pytest.mark.parametrize("shown", ["ls89zx", ""])
def test_a_home_that_ends_in_the_night_may_still_be_shown_or_not(shown):
    assert (
        home_of(LAST_DAY, {"2026-03-31", "2026-04-01"}, shown)["postcode"].replace(" ", "") == shown.upper()
    )


@pytest.mark.parametrize(("day", "due"), [("2026-03-31", "LS8 9ZX"), ("2026-04-01", "")])
def test_a_home_is_due_on_its_last_day_and_not_on_the_next(day, due):
    assert home_of(LAST_DAY, {day}, "elsewhere")["postcode"] == due

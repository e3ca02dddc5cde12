"""Dates are found in every usual writing, and nowhere else."""

import pytest

from cpcs_harness._content.conformance._shared.facts.days import (
    days_in,
    impossible_in,
    packed_days_in,
    places_of_years,
)


@pytest.mark.parametrize(
    "text",
    [
        "2019-03-04",
        "2019-03-04T00:00:00Z",
        "2019/03/04",
        "04/03/2019",
        "4/3/2019",
        "4.3.2019.",
        "04-03-2019",
        "4/3/19",
        "4 March 2019",
        "4th of March, 2019",
        "04-Mar-2019",
        "Mon, 4 Mar 2019 10:00",
        "March 4, 2019",
        "4 Sept. 2019",
    ],
)
def test_each_writing_of_a_day_is_read(text):
    assert {day[:4] for _, day in days_in(places_of_years(text))} == {"2019"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31/02/2019",
        "2019-13-01",
        "urn:uuid:7bce314b-2019-1201-b494-bb3d513ca239",
        "1.2.826.0.1285.2019",
        "01632 960901",
        "blood pressure 120/80",
        "2 every 3 days",
        "version 1.2.2019.4",
    ],
)
def test_what_is_no_day_is_none(text):
    assert list(days_in(text)) == []


def test_days_of_eight_digits_are_read_apart():
    assert (
        list(packed_days_in("20190304 201903041015 20190304101500+0000 120190304 20191304"))
        == ["2019-03-04"] * 3
    )


@pytest.mark.parametrize(
    "text",
    [
        "1980-02-31",
        "Seen on 31/02/1980",
        "on 2026-13-01 at noon",
        "31 February 1980",
        "February 30, 2026",
        "28.13.2026",
    ],
)
def test_a_day_that_no_calendar_has_is_told(text):
    assert len(list(impossible_in(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "29 February 2028",
        "28/11/2026",
        "2026-11-28",
        "sort code 20-14-1234",
        "99/99/2026",
        "0 in 2026",
        "version 2026-40-50",
    ],
)
def test_other_dates_and_numbers_are_none_of_these(text):
    assert list(impossible_in(text)) == []

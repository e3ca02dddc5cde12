"""Opening times and telephones are the same in whichever usual way a screen writes them."""

import pytest

from cpcs_harness._content.conformance.dos._opening import session, telephone, week


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("09:00-17:30", "09:00-17:30"),
        ("9:00 to 17:30", "09:00-17:30"),
        ("9am - 5.30pm", "09:00-17:30"),
        ("9 a.m. to 5:30 p.m.", "09:00-17:30"),
        ("0900–1730", "09:00-17:30"),  # noqa: RUF001 - as typesetters write it
        ("12am-12pm", "00:00-12:00"),
        ("Closed", "closed"),
        ("open 24 hours", "00:00-24:00"),
        ("by appointment", "by appointment"),
        ("09:00", "09:00"),
    ],
)
def test_a_session(shown, meant):
    assert session(shown) == meant


def test_another_hour_stays_another_hour():
    assert session("10:00-17:30") != session("09:00-17:30") != session("09:00-17:00")


def test_days_by_short_names_and_closed_days_left_out():
    shown = [("Mon", ["9am-5pm"]), ("SUNDAY", ["Closed"]), ("Bank holiday", []), (None, None)]

    assert week(shown) == {"mon": ["09:00-17:00"]}


@pytest.mark.parametrize(
    ("shown", "same"),
    [("01632 960911", True), ("+44 1632 960911", True), ("01632 960912", False), ("01632 960911 Fax", False)],
)
def test_a_telephone(shown, same):
    assert (telephone(shown) == telephone("01632960911")) is same

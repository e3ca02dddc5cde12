"""Whether what a screen says of a pharmacy being open is held against the rules of DoS."""

import pytest

from cpcs_harness._content.conformance.dos import test_open_now as checks
from cpcs_harness.errors import NotApplicable, NotMet, NotShown
from dos_evidence import Looks, screen, service
from openings import opening

OPEN = checks.test_what_is_said_to_be_open_is_open
LONDONS = checks.test_hours_are_londons
MIDNIGHT = checks.test_nothing_closes_for_the_last_minute_of_a_day
NOW = "2026-11-25T10:00:30Z"  # the moment of the evidence is half a minute before


def judged(times, said, at=NOW, asked=None, check=OPEN):
    pharmacy = service(1, openingTimes=times)
    given = {"open_at": asked} if asked else {}
    shown = [screen(pharmacy, open={"at": at, "is_open": said})]
    Looks().look([pharmacy], shown, given=given).judge(check)


@pytest.mark.parametrize(
    ("times", "due"),
    [
        (opening("09:00-17:30"), True),
        (opening("09:00-09:30 10:30-12:00"), False),
        (opening("09:00-17:30", dates=[(checks.datetime(2026, 11, 25), "closed")]), False),
        (opening("", dates=[(checks.datetime(2026, 11, 25), "09:00-12:00")]), True),
        (opening("", all_hours=True), True),
    ],
)
def test_now(times, due):
    judged(times, due)
    with pytest.raises(NotMet, match="whether Pharmacy 1 is open"):
        judged(times, not due)


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-12-25T11:00:00Z", True),  # Christmas Day, a Friday
        ("2026-12-25T17:00:00Z", False),
        ("2026-07-15T09:30:00Z", True),
        ("2026-07-15T10:30:00+01:00", True),
        ("2026-02-11T08:30:00Z", False),
    ],
)
def test_at_another_moment(at, due):
    times = opening("09:00-17:30", holiday="10:00-16:00")

    judged(times, due, at, asked=at)
    with pytest.raises(NotMet):
        judged(times, not due, at, asked=at)


def test_who_was_asked_of_no_moment_speaks_of_now():
    with pytest.raises(NotMet, match="the moment of asking"):
        judged(opening("09:00-17:30"), True, at="2026-11-25T11:00:00Z")


@pytest.mark.parametrize(
    "at",
    [
        None,
        "2026-11-25T10:00:00",
        "now",
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59Z",
    ],
)
def test_what_is_no_moment_is_told(at):
    with pytest.raises(NotMet, match="with its offset"):
        judged(opening("09:00-17:30"), True, at=at, asked=at)


@pytest.mark.parametrize("said", [True, False])
def test_what_changes_within_the_second_is_left_alone(said):
    with pytest.raises(NotShown, match="left open"):
        judged(opening("10:00-17:30"), said, at="2026-11-25T10:00:00Z")


SUMMER = "2026-07-15T08:30:00Z"  # half past nine in London


def test_in_summer_hours_are_londons():
    times = opening("09:00-17:30")
    judged(times, True, SUMMER, asked=SUMMER, check=LONDONS)
    with pytest.raises(NotMet, match="hour ahead in summer"):
        judged(times, False, SUMMER, asked=SUMMER, check=LONDONS)
    noon = "2026-07-15T11:30:00Z"
    with pytest.raises(NotShown, match="make a difference"):
        judged(times, True, noon, asked=noon, check=LONDONS)


@pytest.mark.parametrize("check", [LONDONS, MIDNIGHT])
def test_who_speaks_of_now_alone_is_not_asked_of_other_moments(check):
    with pytest.raises(NotApplicable, match="now alone"):
        judged(opening("09:00-17:30"), True, asked=SUMMER, check=check)


def test_who_is_right_in_utc_throughout_has_the_wrong_clock_and_the_rules_right():
    times, winter = opening("09:00-17:30"), "2026-02-11T08:30:00Z"
    pharmacy = service(1, openingTimes=times)

    def said(*claims):
        looks = Looks()
        for at, is_open in claims:
            shown = [screen(pharmacy, open={"at": at, "is_open": is_open})]
            looks.look([pharmacy], shown, given={"open_at": at})
        return looks

    said((SUMMER, False), (winter, False)).judge(OPEN)
    with pytest.raises(NotMet):
        said((SUMMER, False), (winter, True)).judge(OPEN)


@pytest.mark.parametrize("said", [{}, {"open": None}, {"open": {}}, {"open": {"is_open": None, "at": None}}])
def test_who_says_nothing_of_it_is_not_judged(said):
    with pytest.raises(NotApplicable):
        Looks().look([service(1)], [screen(service(1), **said)]).judge(OPEN)


def test_the_last_minute_of_a_day():
    times, last = opening("00:00-02:00 18:00-23:59"), "2026-11-25T23:59:00Z"

    judged(times, True, last, asked=last, check=MIDNIGHT)
    with pytest.raises(NotShown, match="left open"):  # it is no must
        judged(times, False, last, asked=last)
    with pytest.raises(NotShown, match="last minute"):
        judged(times, False, SUMMER, asked=SUMMER, check=MIDNIGHT)
    with pytest.raises(NotMet):
        judged(times, False, last, asked=last, check=MIDNIGHT)

"""When a referral came in and by when it is due is held against the sitting's time; hours are counted as they pass."""

from datetime import datetime, timedelta

import pytest

from cpcs_harness._content.conformance.nhs111 import test_due
from cpcs_harness.errors import NotApplicable, NotMet
from nhs111_evidence import evidence, issued, opened, row, sent, worklist

AUTUMN, AGAIN = "2028-10-29T00:40:00+00:00", "2028-10-29T01:40:00+00:00"
GIVEN = issued("due", "urgent-medicines")
REPORT = GIVEN["report"] | {
    "created": AUTUMN,
    "disposition_text": "Repeat prescription required within 2 hours",
}
GIVEN = GIVEN | {"report": REPORT}


def received(moment):
    look = worklist(2, row(REPORT, received=moment), clock=AGAIN)
    test_due.test_the_worklist_shows_when_each_referral_came_in(
        evidence(GIVEN, [sent(1, REPORT, clock=AGAIN)], [look])
    )


@pytest.mark.parametrize("moment", [AGAIN, "2028-10-29T01:40:20Z", "2028-10-29T02:40:00+01:00"])
def test_the_moment_itself_will_do_in_any_zone(moment):
    received(moment)


@pytest.mark.parametrize(
    "moment", ["2028-10-29T01:40:00+01:00", "2028-10-29T01:40:00", "2026-11-25T10:00:00Z", "01:40", None]
)
def test_another_hour_no_offset_and_the_machines_own_time_will_not(moment):
    with pytest.raises(NotMet, match="received at 2028-10-29T01:40"):
        received(moment)


def due(after, overdue, clock=AGAIN):
    told = {"hours": 2, "due": (datetime.fromisoformat(AUTUMN) + after).isoformat(), "overdue": overdue}
    look = opened(2, REPORT, clock=clock, urgency=told)
    test_due.test_a_referral_is_due_by_the_hours_of_its_disposition(
        evidence(GIVEN, [sent(1, REPORT, clock="2028-10-29T00:50:00+00:00")], [look])
    )


@pytest.mark.parametrize("minutes", [120, 125, 130])
def test_hours_count_from_the_report_or_from_its_receipt(minutes):
    due(timedelta(minutes=minutes), overdue=False)


@pytest.mark.parametrize("minutes", [60, 110, 180])
def test_an_hour_on_the_wall_is_none(minutes):
    with pytest.raises(NotMet, match="due at 2028-10-29T02:40"):
        due(timedelta(minutes=minutes), overdue=False)


@pytest.mark.parametrize(("clock", "overdue"), [(AGAIN, True), ("2028-10-29T03:00:00+00:00", False)])
def test_it_is_overdue_from_then_on_and_not_before(clock, overdue):
    with pytest.raises(NotMet, match="is overdue at"):
        due(timedelta(hours=2), overdue, clock)

    due(timedelta(hours=2), not overdue, clock)


def test_a_screen_that_says_nothing_of_it_need_not():
    view = evidence(GIVEN, [sent(1, REPORT)], [opened(2, REPORT, urgency=None)])

    with pytest.raises(NotApplicable):
        test_due.test_a_referral_is_due_by_the_hours_of_its_disposition(view)


def two_are_due(text, told):
    """Judge a report of two hours that is due, and another with these words, of which this is told."""
    other = issued("due besides", "urgent-medicines")["report"] | {"disposition_text": text}
    other |= {"created": AUTUMN}
    right = {"hours": 2, "due": "2028-10-29T02:40:00+00:00", "overdue": False}
    calls = [sent(1, REPORT, clock=AUTUMN), sent(2, other, clock=AUTUMN)]
    looks = [opened(3, REPORT, clock=AGAIN, urgency=right), opened(4, other, clock=AGAIN, urgency=told)]
    test_due.test_a_referral_is_due_by_the_hours_of_its_disposition(evidence(GIVEN, calls, looks))


def test_one_hour_is_hours_too():
    one = {"hours": 1, "due": "2028-10-29T01:40:00+00:00", "overdue": False}
    two_are_due("Speak to a Primary Care Service within 1 hour", one)

    with pytest.raises(NotMet, match="due at 2028-10-29T01:40"):
        two_are_due("Speak to a Primary Care Service within 1 hour", {**one, "due": None})


def test_where_no_hours_are_said_nothing_is_due():
    two_are_due("Get in touch with the GP Practice", None)

    with pytest.raises(NotMet, match="says no hours"):
        two_are_due("Get in touch with the GP Practice", {"due": "2028-10-30T00:40:00+00:00"})

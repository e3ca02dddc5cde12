"""Consultations read back: each that is drawn is known again from what a journey has recorded of it."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance._shared.claim_windows import CLOSED, standing
from cpcs_harness._content.conformance.journeys._steps import consultations as steps
from cpcs_harness._content.conformance.journeys._steps.referrals import consultation
from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Condition
from cpcs_harness.conditions.recorded import conditions_of
from cpcs_harness.evidence.events import Issued, IssuedAlso, Observation
from cpcs_harness.judging.things.consultations import consultations
from cpcs_harness.people.drawn.consultation import FIELDS
from cpcs_harness.people.plain import plain
from recorded_things import event, exchange, issued_with, run, step, values_of

KNOWN = conditions().of_messages["consultation"]
MOMENTS = [
    datetime(2026, 7, 1, 0, 10, tzinfo=UTC),
    datetime(2026, 1, 1, 0, 10, tzinfo=UTC),
    datetime(2026, 10, 31, 23, 50, tzinfo=UTC),
]


def issued(label="", **row):
    return issued_with("consultation", label, **row)


def recorded(one, now, **changes):
    """Give the event of a consultation that was recorded as it was drawn, but for changes."""
    declared = SimpleNamespace(medicines={"device": "SPAC1"})
    stage = SimpleNamespace(now=lambda: now, own_code=lambda role: f"own {role}", declaration=declared)
    given = consultation(one, "advice-given", now) | steps.drawn(stage, one) | changes
    return step(9, "record_consultation", one, at=now, **given)


@pytest.mark.parametrize("now", MOMENTS)
@pytest.mark.parametrize(("dimension", "value"), values_of("consultation"))
def test_what_is_recorded_says_which_value_was_drawn(dimension, value, now):
    one = issued(**{dimension: value})
    sent = exchange(2, one, facts={"report": plain(steps.as_referred(one).report)})

    [found] = consultations(run(event(1, Issued(plain(one))), sent, recorded(one, now)))

    assert Condition(dimension, value) in conditions_of(found.facts, KNOWN, "consultation")
    assert len(conditions_of(found.facts, KNOWN, "consultation")) == len(KNOWN.dimensions)


def test_what_a_journey_recorded_in_place_of_what_was_drawn_is_what_counts():
    one = issued(method="face to face")

    [found] = consultations(
        run(recorded(one, MOMENTS[0], method="telephone", started="no moment", products=[{}] * 9))
    )

    assert found.facts["method"] == "telephone"
    assert {one.dimension for one in conditions_of(found.facts, KNOWN, "consultation")}.isdisjoint(
        {"beginning", "products recommended"}
    )


def test_what_was_refused_is_no_consultation():
    seen = recorded(issued(), MOMENTS[0])
    refused = Observation(**{**vars(seen.data), "status": "refused"})

    assert list(consultations(run(event(9, refused)))) == []


def test_what_comes_after_it_of_the_same_patient_is_about_it():
    first, second = issued(), issued("second")
    people = [event(1, Issued(plain(first))), event(2, IssuedAlso(plain(second)))]
    before, own, others = (
        step(seq, "notify_gp", patient) for seq, patient in ((5, first), (10, first), (11, second))
    )
    claims = [exchange(12, first), exchange(13, second)]

    [found] = consultations(run(*people, before, recorded(first, MOMENTS[0]), own, others, *claims))

    assert found.events == {"o9", "o10", "e12"}


def test_half_past_midnight_is_of_a_day_that_has_not_begun_in_utc():
    began = steps._after_midnight(MOMENTS[0])  # ten past one in London, in July

    assert began.astimezone(UTC) == MOMENTS[0] - timedelta(minutes=40)


YEARS = [datetime(2026, 11, 29, tzinfo=UTC) + timedelta(days=day) for day in range(2 * 366)]
HOURS = [timedelta(minutes=minutes) for minutes in (10, 12 * 60, 22 * 60 + 10, 23 * 60 + 50)]
SUMMER = "after midnight in summer"


@pytest.mark.parametrize("began", [value for value in FIELDS["began"] if value != SUMMER])
def test_what_is_drawn_of_the_clock_can_be_claimed_for_on_every_day_of_a_year(began):
    for now in (day + hour for day in YEARS for hour in HOURS):
        moment = steps._began(began, now)

        assert moment <= now
        assert standing(moment, now) != CLOSED, f"{began} on {now.isoformat()}"


def test_a_summer_midnight_is_claimed_for_until_february_and_again_once_there_is_a_new_one():
    closed = [
        day for day in YEARS if standing(steps._began(SUMMER, day + HOURS[1]), day + HOURS[1]) == CLOSED
    ]
    edges = [
        day.date().isoformat() for day in closed if not {day + timedelta(1), day - timedelta(1)} <= {*closed}
    ]

    assert edges == ["2027-02-06", "2027-03-28", "2028-02-06", "2028-03-26"]

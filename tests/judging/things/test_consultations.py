"""Consultations read back: each that is drawn is known again from what a journey has recorded of it."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.journeys._steps import consultations as steps
from cpcs_harness._content.conformance.journeys._steps.referrals import consultation
from cpcs_harness.conditions.draws import settings_of
from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Condition
from cpcs_harness.conditions.recorded import conditions_of
from cpcs_harness.evidence.events import Event, Exchange, Issued, IssuedAlso, Observation
from cpcs_harness.judging.things.consultations import consultations
from cpcs_harness.judging.things.recorded import Cases
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.plain import plain
from cpcs_harness.times import stamp

KNOWN = conditions().of_messages["consultation"]
VALUES = [(one.id, value.id) for one in KNOWN.dimensions.values() for value in one.values]
ENVIRONMENT = make_environment(1)
MOMENTS = [
    datetime(2026, 7, 1, 0, 10, tzinfo=UTC),
    datetime(2026, 1, 1, 0, 10, tzinfo=UTC),
    datetime(2026, 10, 31, 23, 50, tzinfo=UTC),
]


def issued(label="", **row):
    plain_row = {one.id: one.plain.id for one in KNOWN.dimensions.values()}
    settings = {"j/" + label if label else "j": settings_of(conditions(), plain_row | row)}
    return Issuer(1, ENVIRONMENT, ["j"], settings=settings).issue("j", "minor-illnesses", label=label)


def recorded(one, now, **changes):
    """Give the event of a consultation that was recorded as it was drawn, but for changes."""
    stage = SimpleNamespace(now=lambda: now, own_code=lambda role: f"own {role}")
    given = consultation(one, "advice-given", now) | steps.drawn(stage, one) | changes
    seen = Observation("record_consultation", {}, None, one.report.document_id, given, "done", None, None, {})
    return event(9, seen, now)


def event(seq, data, at=MOMENTS[0]):
    return Event(seq=seq, at=stamp(at), clock=stamp(at), journey="j", step=None, data=data)


def exchange(rule):
    return Exchange(**dict.fromkeys((one.name for one in fields(Exchange)), "") | {"rule": rule})


def run(*events):
    return Cases(SimpleNamespace(of=lambda kind: [one for one in events if type(one.data) is kind]))


@pytest.mark.parametrize("now", MOMENTS)
@pytest.mark.parametrize(("dimension", "value"), VALUES)
def test_what_is_recorded_says_which_value_was_drawn(dimension, value, now):
    one = issued(**{dimension: value})

    [found] = consultations(run(recorded(one, now)))

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
        event(seq, Observation("notify_gp", {}, None, about, {}, "done", None, None, {}))
        for seq, about in (
            (5, first.report.document_id),
            (10, first.report.document_id),
            (11, second.report.document_id),
        )
    )
    claims = [
        event(seq, exchange(f"NHS number {number}"))
        for seq, number in ((12, first.person.nhs_number), (13, second.person.nhs_number))
    ]

    [found] = consultations(run(*people, before, recorded(first, MOMENTS[0]), own, others, *claims))

    assert found.events == {"o9", "o10", "e12"}


def test_half_past_midnight_is_of_a_day_that_has_not_begun_in_utc():
    began = steps._after_midnight(MOMENTS[0])  # ten past one in London, in July

    assert began.astimezone(UTC) == MOMENTS[0] - timedelta(minutes=40)

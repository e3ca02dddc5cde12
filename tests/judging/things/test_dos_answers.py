"""Pharmacies of the directory read back: each that is drawn is known again from what the mock answers."""

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.journeys._steps.dos_answers import THING, drawn
from cpcs_harness._content.conformance.journeys._steps.dos_cases import moment_of
from cpcs_harness._content.mocks.dos.listing import listed
from cpcs_harness._content.mocks.dos.opening import LONDON
from cpcs_harness.conditions.draws import settings_of
from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Condition
from cpcs_harness.conditions.recorded import conditions_of
from cpcs_harness.evidence.events import Event, Exchange, Observation
from cpcs_harness.judging.things.dos_answers import dos_answers
from cpcs_harness.judging.things.recorded import Cases
from cpcs_harness.times import stamp
from recorded_things import values_of

KNOWN = conditions().of_messages[THING]
WINTER, AUTUMN, SUMMER = (datetime(2026, *day, tzinfo=UTC) for day in ((2, 3, 9), (11, 28, 20), (6, 30, 21)))


def row_of(row):
    plain = {one.id: one.plain.id for one in KNOWN.dimensions.values()}
    together = {"services of its code": "two"} if row.get("place in the answer") == "after another" else {}
    return settings_of(conditions(), plain | together | row).things[THING]


def event(now, seq, step, data):
    return Event(seq=seq, at=stamp(now), clock=stamp(now), journey="j", step=step, data=data)


def answer(services, now):
    minute = now.astimezone(LONDON)
    found = [listed(held, "131", "01632 960999", minute) for held in services]
    told = [{key: value for key, value in service.items() if key != "email"} for service in found]
    return json.dumps({"success": {"code": 200, "services": told}}).encode()


def read(body, now=WINTER, open_at=None, status=200, operation="by_service_type", action="find_pharmacies"):
    response = SimpleNamespace(start={"status": status}, body=body)
    call = event(
        now, 3, "s", SimpleNamespace(kind="exchange", service="dos", operation=operation, response=response)
    )
    given = {"open_at": open_at} if open_at else {}
    seen = [
        event(now, seq, step, Observation(action, {}, None, "", given, "done", None, None, {}))
        for seq, step in ((4, "s"), (6, "another"))
    ]
    evidence = SimpleNamespace(of={Exchange: [call], Observation: seen}.__getitem__, body=lambda body: body)
    return list(dos_answers(Cases(evidence)))


def drawn_and_read(now, **row):
    case = drawn(7, row_of(row), now)
    moments = [stamp(moment_of(rule, now)) for rule in case.open_at]
    found = read(answer(case.services, now), now, *moments)
    own = next(place for place, held in enumerate(case.services) if "Bell" not in held["name"])
    assert len(found) == len(case.services)
    return conditions_of(found[own].facts, conditions(), THING), found[own].events


@pytest.mark.parametrize("now", [WINTER, AUTUMN, SUMMER])
@pytest.mark.parametrize(("dimension", "value"), values_of(THING))
def test_what_was_answered_says_which_value_was_drawn(dimension, value, now):
    found, events = drawn_and_read(now, **{dimension: value})

    assert Condition(dimension, value) in found
    assert {one.dimension for one in found} == set(KNOWN.dimensions)
    assert events == {"e3", "o4"}


OF_DAYS = ("moment that is asked about", "specified dates", "opening times")


@pytest.mark.parametrize(("dimension", "value"), [one for one in values_of(THING) if one[0] in OF_DAYS])
def test_what_was_drawn_is_known_again_on_every_day_of_a_year(dimension, value):
    for now in (WINTER + timedelta(days=days, hours=days % 24) for days in range(366)):
        found, _ = drawn_and_read(now, **{dimension: value})

        assert Condition(dimension, value) in found, now.isoformat()


@pytest.mark.parametrize(
    "changed",
    [{"status": 500}, {"operation": "by_ods_code"}, {"action": "lookup_secure_email"}],
)
def test_what_failed_or_was_asked_for_something_else_has_none(changed):
    assert read(answer(drawn(7, row_of({}), WINTER).services, WINTER), **changed) == []


@pytest.mark.parametrize(
    "body", [b"", b"no JSON", b"[]", b'{"success": []}', b'{"success": {"services": [1]}}']
)
def test_what_is_no_answer_has_none(body):
    assert read(body) == []


@pytest.mark.parametrize("distance", [[], 10**400])
def test_what_is_odd_within_a_service_is_of_no_value_and_breaks_nothing(distance):
    odd = {
        "openingTimes": {"days": [{}], "specifiedDates": [{"date": "x"}]},
        "patientDistance": distance,
        "address": 7,
    }

    (found,) = read(json.dumps({"success": {"services": [odd]}}).encode())

    assert found.facts["hours"] == found.facts["dates"] == found.facts["address"] == ""
    assert found.facts["public_name"] == "absent"


def test_a_moment_that_is_none_is_of_no_value():
    alone = drawn(7, row_of({"place in the answer": "by itself"}), WINTER)

    (found,) = read(answer(alone.services, SUMMER), SUMMER, "soon")

    assert found.facts["moment"] == ""

"""Prescriptions of the tracker read back: each that is drawn is known again from summary and details."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.journeys._steps.eps_answers import THING, drawn
from cpcs_harness._content.mocks.eps.answers import details, summary
from cpcs_harness._content.mocks.eps.request_group import search_bundle, view_bundle
from cpcs_harness.conditions.draws import settings_of
from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Condition
from cpcs_harness.conditions.recorded import conditions_of
from cpcs_harness.evidence.events import Event, Exchange, Observation
from cpcs_harness.judging.things.eps_answers import eps_answers
from cpcs_harness.judging.things.recorded import Cases
from cpcs_harness.people.prescription_id import is_valid
from cpcs_harness.people.prescriptions import HeldPrescriptions
from cpcs_harness.times import real_now, stamp
from recorded_things import values_of

NUMBER = "9990000018"
KNOWN = conditions().of_messages[THING]
DETAILED = {"dispensing pharmacy", "nominated pharmacy", "quantity prescribed", "directions"}


def held(**row):
    plain = {one.id: one.plain.id for one in KNOWN.dimensions.values()}
    (one,) = drawn(NUMBER, [settings_of(conditions(), plain | row).things[THING]], 7).prescriptions
    return one


def summarised(*prescriptions):
    return {"statusCode": "0", "prescriptions": {one.id: summary(one, NUMBER) for one in prescriptions}}


def detailed(one):
    return {"statusCode": "0", **details(one, NUMBER, one.items)}


def read(*answers, status=200, service="eps_tracker", action="track_prescriptions", now=None):
    now = stamp(now or real_now())

    def event(seq, step, data):
        return Event(seq=seq, at=now, clock=now, journey="j", step=step, data=data)

    calls = [
        event(
            seq,
            "s",
            SimpleNamespace(
                kind="exchange",
                service=service,
                response=SimpleNamespace(
                    start={"status": status},
                    body=answer if isinstance(answer, bytes) else json.dumps(answer).encode(),
                ),
            ),
        )
        for seq, answer in enumerate(answers, 1)
    ]
    seen = [
        event(seq, step, Observation(action, {}, None, "", {}, "done", None, None, {}))
        for seq, step in ((8, "s"), (9, "another"))
    ]
    evidence = SimpleNamespace(of={Exchange: calls, Observation: seen}.__getitem__, body=lambda body: body)
    return list(eps_answers(Cases(evidence)))


@pytest.mark.parametrize(("dimension", "value"), values_of(THING))
def test_what_was_answered_says_which_value_was_drawn(dimension, value):
    one = held(**{dimension: value})

    (found,) = read(summarised(one), detailed(one))

    had = conditions_of(found.facts, conditions(), THING)
    assert Condition(dimension, value) in had
    assert {one.dimension for one in had} == set(KNOWN.dimensions)
    assert found.events == {"e1", "e2", "o8"}
    assert is_valid(one.id)


@pytest.mark.parametrize(
    ("dimension", "value"), [one for one in values_of(THING) if one[0] != "dispensing pharmacy"]
)
def test_what_was_answered_by_fhir_says_which_value_was_drawn(dimension, value):
    one = held(**{dimension: value})
    of_patient = HeldPrescriptions(NUMBER, (one,))

    (found,) = read(
        search_bundle(of_patient, [one]), view_bundle(of_patient, one), service="clinical_tracker"
    )

    assert Condition(dimension, value) in conditions_of(found.facts, conditions(), THING)
    assert (found.events, found.answers) == ({"e1", "e2", "o8"}, {"e1"})


def test_by_fhir_a_pharmacy_has_no_telephone_and_a_search_tells_no_items():
    one = held(**{"status of a prescription": "dispensed", "dispensing pharmacy": "named"})
    of_patient = HeldPrescriptions(NUMBER, (one,))

    (whole,) = read(view_bundle(of_patient, one), service="clinical_tracker")
    (listed,) = read(search_bundle(of_patient, [one]), service="clinical_tracker")

    assert (whole.facts["dispenser"], "items" in listed.facts) == ("no telephone", False)


@pytest.mark.parametrize(
    "answer", [b"", {"entry": [7]}, {"entry": [{"resource": {"resourceType": "RequestGroup"}}]}]
)
def test_what_is_odd_by_fhir_breaks_nothing(answer):
    assert all(not one.facts["status"] for one in read(answer, service="clinical_tracker"))


def test_who_asks_for_no_details_was_told_less():
    (found,) = read(summarised(held()))

    had = conditions_of(found.facts, conditions(), THING)
    assert {one.dimension for one in had} == set(KNOWN.dimensions) - DETAILED


def test_each_of_several_is_one():
    (first,), (second,) = (drawn(NUMBER, [row], place).prescriptions for place, row in enumerate(ROWS))

    found = read(summarised(first, second), detailed(first), detailed(second))

    assert [one.facts["items"] for one in found] == ["one", "three"]


ROWS = [
    settings_of(
        conditions(),
        {one.id: one.plain.id for one in KNOWN.dimensions.values()} | {"items of a prescription": items},
    ).things[THING]
    for items in ("one item", "three items")
]


@pytest.mark.parametrize(
    "changed", [{"status": 503}, {"service": "clinical_tracker"}, {"action": "check_exemption"}]
)
def test_what_failed_or_was_asked_for_something_else_has_none(changed):
    assert read(summarised(held()), **changed) == []


@pytest.mark.parametrize(
    "answer",
    [b"", b"[]", {"statusCode": "5"}, {"statusCode": "0", "prescriptions": {"x": {"lineItems": []}}}],
)
def test_what_is_no_answer_has_none(answer):
    assert read(answer) == []


def test_what_is_odd_within_a_prescription_is_of_no_value_and_breaks_nothing():
    odd = {"lineItems": {"a": {}, "b": 7}, "prescriptionIssueDate": "False", "repeatInstance": [], "x": None}

    (found,) = read({"statusCode": 0, "prescriptions": {"A": odd}})

    assert [found.facts[name] for name in ("status", "treatment", "issued", "pending")] == ["", "", "", None]


def test_the_day_is_told_from_that_of_the_look():
    one = held()

    (found,) = read(summarised(one), now=real_now() + timedelta(days=40))

    assert found.facts["issued"] == "long ago"

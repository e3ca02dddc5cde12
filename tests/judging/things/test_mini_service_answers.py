"""Answers of a mini service read back: each that is drawn is known again from what the mock writes."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.journeys.smsp import DRAWN, PATIENTS, THING, drawn
from cpcs_harness._content.mocks.smsp.answer import answered, coded
from cpcs_harness._content.mocks.smsp.matching import Finding
from cpcs_harness._content.mocks.smsp.request import Query
from cpcs_harness.conditions.draws import settings_of
from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Condition
from cpcs_harness.conditions.recorded import conditions_of
from cpcs_harness.evidence.events import Event, Exchange
from cpcs_harness.judging.things.mini_service_answers import mini_service_answers
from cpcs_harness.judging.things.recorded import Cases
from cpcs_harness.people.demographics import Demographics
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer
from made_up import MOMENT

KNOWN = conditions().of_messages[THING]
VALUES = [(one.id, value.id) for one in KNOWN.dimensions.values() for value in one.values]
PERSON = Issuer(1, make_environment(1), ["j"]).issue("j", "minor-illness").person
QUERY = Query(service="getPatientDetails", birth_date=PERSON.birth_date.strftime("%Y%m%d"))


class OnePatient(Cases):
    """One patient is known, by number alone: a search names nobody."""

    def of(self, event):
        return ""

    def of_number(self, event, number):
        return "one" if number == PERSON.nhs_number else ""

    def after(self, event, patient=""):
        return frozenset({event.id})


def read_back(body, status=200, service="smsp"):
    response = SimpleNamespace(start={} if status is None else {"status": status}, body=body)
    call = SimpleNamespace(kind="exchange", service=service, response=response)
    event = Event(seq=7, at=MOMENT, clock=MOMENT, journey="j", step=None, data=call)
    evidence = SimpleNamespace(of=lambda kind: [event] if kind is Exchange else [], body=lambda body: body)
    found = mini_service_answers(OnePatient(evidence))
    return [conditions_of(one.facts, conditions(), THING) for one in found]


def body_of(**row):
    plain_row = {one.id: one.plain.id for one in KNOWN.dimensions.values()}
    settings = settings_of(conditions(), plain_row | row)
    record = drawn(Demographics.of(PERSON), settings.things[THING])
    return answered(QUERY, Finding("SMSP-0000", record), {PERSON.practice.ods: PERSON.practice}).body


@pytest.mark.parametrize(("dimension", "value"), VALUES)
def test_what_was_answered_says_which_value_was_drawn(dimension, value):
    (found,) = read_back(body_of(**{dimension: value}))

    assert Condition(dimension, value) in found
    others = [one for one in KNOWN.dimensions.values() if one.id != dimension]
    assert all(Condition(one.id, one.plain.id) in found for one in others)


@pytest.mark.parametrize("body", [b"", b"no XML", coded("getPatientDetails", "DEMOG-0001").body])
def test_what_has_no_patient_has_no_conditions(body):
    assert read_back(body) == []


@pytest.mark.parametrize("changed", [{"status": 500}, {"status": None}, {"service": "pds"}])
def test_what_failed_or_another_answered_has_none(changed):
    assert read_back(body_of(), **changed) == []


def test_who_draws_is_looked_up():
    assert set(DRAWN) <= {*PATIENTS, "elsewhere"}


def test_who_drew_nothing_has_a_plain_record():
    assert drawn(Demographics.of(PERSON), {}) == Demographics.of(PERSON)

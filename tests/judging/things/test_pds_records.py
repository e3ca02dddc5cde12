"""Records of PDS read back: each that is drawn is known again from what the mock answers with."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.journeys._steps.pds_records import THING, drawn
from cpcs_harness._content.conformance.journeys.pds import record_states
from cpcs_harness._content.conformance.pds._records import DRAWN
from cpcs_harness._content.mocks.pds.record import patient
from cpcs_harness.conditions.draws import settings_of
from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Condition
from cpcs_harness.conditions.recorded import conditions_of
from cpcs_harness.evidence.events import Event, Exchange
from cpcs_harness.judging.things.pds_records import pds_records
from cpcs_harness.judging.things.recorded import Cases
from cpcs_harness.people.demographics import Demographics
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.plain import plain

KNOWN = conditions().of_messages[THING]
VALUES = [(one.id, value.id) for one in KNOWN.dimensions.values() for value in one.values]
DAYS = [date(2026, 7, 31), date(2026, 12, 31), date(2028, 2, 29)]


class OnePatient(Cases):
    """Everything is about one patient."""

    def of(self, event):
        return "one"

    def after(self, event):
        return frozenset({event.id})


def person():
    return Issuer(1, make_environment(1), ["j"]).issue("j", "minor-illness").person


def record(day, **row):
    plain_row = {one.id: one.plain.id for one in KNOWN.dimensions.values()}
    settings = settings_of(conditions(), plain_row | row)
    return drawn(Demographics.of(person()), settings.things[THING], day)


def read_back(body, day, status=200, service="pds"):
    """Give the conditions of each record that was answered with this body, at noon of a day."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC).isoformat()
    response = SimpleNamespace(start={} if status is None else {"status": status}, body=body)
    call = SimpleNamespace(kind="exchange", service=service, operation="read_patient", response=response)
    event = Event(seq=7, at=noon, clock=noon, journey="j", step=None, data=call)
    evidence = SimpleNamespace(of=lambda kind: [event] if kind is Exchange else [], body=lambda body: body)
    return [conditions_of(one.facts, conditions(), THING) for one in pds_records(OnePatient(evidence))]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(("dimension", "value"), VALUES)
def test_what_was_answered_says_which_value_was_drawn(dimension, value, day):
    written = patient(record(day, **{dimension: value}))

    (found,) = read_back(json.dumps(written).encode(), day)

    assert Condition(dimension, value) in found
    others = [one for one in KNOWN.dimensions.values() if one.id != dimension]
    assert all(Condition(one.id, one.plain.id) in found for one in others)


def test_what_is_withheld_is_of_no_value():
    restricted = patient(replace(record(DAYS[0]), security="R"))

    (found,) = read_back(json.dumps(restricted).encode(), DAYS[0])

    assert {one.dimension for one in found} >= {"names at PDS", "death"}
    assert not {one.dimension for one in found} & {"addresses at PDS", "telephones at PDS"}


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b'{"resourceType": "Bundle"}', b"{"])
def test_what_is_no_patient_has_no_conditions(body):
    assert read_back(body, DAYS[0]) == []


@pytest.mark.parametrize("changed", [{"status": 404}, {"service": "smsp"}])
def test_what_another_answered_or_nobody_found_has_none(changed):
    assert read_back(json.dumps(patient(record(DAYS[0]))).encode(), DAYS[0], **changed) == []


def test_the_suite_looks_at_everybody_whose_record_is_drawn():
    assert set(record_states.DRAWN) == set(DRAWN)


def test_a_patient_who_drew_nothing_has_a_plain_record():
    assert plain(drawn(Demographics.of(person()), {}, DAYS[0])) == plain(Demographics.of(person()))


def test_a_call_that_was_never_answered_has_no_record():
    written = json.dumps(patient(record(DAYS[0]))).encode()

    assert read_back(written, DAYS[0], status=None) == []

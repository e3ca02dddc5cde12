"""Answers of RTEC read back: from the questions about one prescription, in order, and from the looks at it."""

import json
from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.journeys._steps.rtec_answers import FIRST, THING
from cpcs_harness._content.conformance.journeys._steps.rtec_answers import check as check_drawn
from cpcs_harness.conditions.draws import settings_of
from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Condition
from cpcs_harness.conditions.recorded import conditions_of
from cpcs_harness.evidence.events import Event, Exchange, Observation
from cpcs_harness.judging.things.recorded import Cases
from cpcs_harness.judging.things.rtec_answers import rtec_answers
from cpcs_harness.people.prescription_id import is_short
from made_up import MOMENT
from recorded_things import values_of

KNOWN = conditions().of_messages[THING]
NUMBER = "9990000018"
STATUS = {
    "refused": 400,
    "elsewhere": 404,
    "server-error": 500,
    "not-implemented": 501,
    "unavailable": 503,
    "cut-off": None,
}


def look(prescription):
    given = {"prescription_id": prescription}
    return Observation("check_exemption", {}, None, "", given, "done", None, None, {})


class OnePatient:
    """A patient whose checks RTEC answers as the journey has it answer, or do something wrong."""

    def __init__(self):
        self.calls, self.seen, self.known, self.fault, self.number = [], [], {}, None, 0
        person = SimpleNamespace(nhs_number=NUMBER)
        self.stage = SimpleNamespace(hold=self.hold, fault=self.plan, step=lambda name: None)
        self.case = SimpleNamespace(person=person, stage=self.stage, do=self.look)

    def hold(self, held, label):
        if hasattr(held, "type"):
            self.known[held.prescription] = held.type

    def plan(self, name, service, operation, about, times, **how):
        self.fault = SimpleNamespace(name=name, times=times)
        return self.fault

    def look(self, action, prescription_id):
        fault = self.fault if self.fault and self.fault.times > 0 else None
        if fault:
            fault.times -= 1
        type = None if fault else self.known.get(prescription_id)
        status = STATUS.get(fault.name, 200) if fault else 200 if type else 404
        is_elsewhere = fault is not None and fault.name == "elsewhere"
        told = {"type": "about:blank"} if is_elsewhere else {"message": "", "type": type}
        self.call(prescription_id, status, told)
        self.add(
            self.seen,
            look(prescription_id),
        )

    def call(self, prescription, status, body, service="rtec"):
        asked = (
            prescription
            if isinstance(prescription, bytes)
            else json.dumps({"prescriptionId": prescription}).encode()
        )
        response = SimpleNamespace(
            start={} if status is None else {"status": status}, body=json.dumps(body).encode()
        )
        request = SimpleNamespace(body=asked)
        self.add(
            self.calls, SimpleNamespace(kind="exchange", service=service, request=request, response=response)
        )

    def add(self, events, data):
        self.number += 1
        events.append(Event(seq=self.number, at=MOMENT, clock=MOMENT, journey="j", step="s", data=data))

    def read(self):
        held = {Exchange: self.calls, Observation: self.seen}
        return list(rtec_answers(Cases(SimpleNamespace(of=held.__getitem__, body=lambda body: body))))


def row_of(**row):
    plain = {one.id: one.plain.id for one in KNOWN.dimensions.values()}
    return settings_of(conditions(), plain | row).things[THING]


@pytest.mark.parametrize(("dimension", "value"), values_of(THING))
def test_what_was_answered_says_which_value_was_drawn(dimension, value):
    patient = OnePatient()
    check_drawn(patient, [row_of(), row_of(**{dimension: value})])

    first, found = patient.read()

    had = conditions_of(found.facts, conditions(), THING)
    assert Condition(dimension, value) in had
    assert {one.dimension for one in had} == set(KNOWN.dimensions)
    assert first.events.isdisjoint(found.events)
    ids = {event.data.input["prescription_id"] for event in patient.seen}
    assert len(ids) == 2
    assert all(is_short(one) and f"{FIRST // 10}" in one for one in ids)


def test_who_was_asked_again_at_once_got_the_answer_all_the_same():
    patient = OnePatient()
    patient.call("A+", 503, {})
    patient.call("A+", 404, {"message": ""})
    patient.add(
        patient.seen,
        look("A+"),
    )

    (found,) = patient.read()

    assert found.facts == {
        "answer": "not found",
        "before": "503 once",
        "identifier": "plus",
        "looked": "once",
    }


@pytest.mark.parametrize(
    ("asked", "service"),
    [
        ("A", "eps_tracker"),
        ("B", "rtec"),
        (b"", "rtec"),
        (b"[]", "rtec"),
        (b"\xff", "rtec"),
        (b"[" * 99_999, "rtec"),
    ],
)
def test_what_nobody_looked_at_has_none(asked, service):
    patient = OnePatient()
    patient.call(asked, 404, {}, service)
    patient.add(
        patient.seen,
        look("A"),
    )

    assert patient.read() == []

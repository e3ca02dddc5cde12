"""Answers of the Summary Care Record API read back: by statuses, entries and labels, and what was permitted before."""

import json
from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.journeys._steps.scr_viewer import CASES, DRAWN
from cpcs_harness._content.mocks.scr.bundle import record_bundle, search_bundle
from cpcs_harness.conditions.load import conditions
from cpcs_harness.evidence.events import Event, Exchange, Observation
from cpcs_harness.judging.things.recorded import Cases
from cpcs_harness.judging.things.scr_answers import scr_answers
from cpcs_harness.people.demographics import CareRecord
from made_up import MOMENT

HELD = CareRecord("9990000018", "1B0C0F6E-0000-4000-8000-000000000001")
NOBODY, BROKEN = CareRecord("9990000018"), b"<html/>"


class OnePatient(Cases):
    """Everything is about one patient."""

    def of(self, event):
        return "one"

    def after(self, event):
        return frozenset({event.id})


def event(seq, data):
    return Event(seq=seq, at=MOMENT, clock=MOMENT, journey="j", step=None, data=data)


def call(seq, operation, body, status=200):
    written = body if isinstance(body, bytes) else json.dumps(body).encode()
    response = SimpleNamespace(start={} if status is None else {"status": status}, body=written)
    return event(seq, SimpleNamespace(kind="exchange", service="scr", operation=operation, response=response))


def permitted(seq, answer):
    given = {"permission": answer}
    return event(
        seq, Observation("record_permission_to_view", {}, None, "one", given, "done", None, None, {})
    )


def read(*events):
    calls = [one for one in events if not isinstance(one.data, Observation)]
    asked = [one for one in events if isinstance(one.data, Observation)]
    evidence = SimpleNamespace(
        of=lambda kind: {Exchange: calls, Observation: asked}[kind], body=lambda body: body
    )
    return [dict(one.facts) for one in scr_answers(OnePatient(evidence))]


def searched(record, status=200):
    return call(3, "search_document_reference", search_bundle(record, "http://x"), status)


def fetched(record, status=200):
    return call(5, "read_bundle", record_bundle(record, None, "http://x"), status)


@pytest.mark.parametrize(
    ("calls", "answer"),
    [
        ([searched(HELD), fetched(HELD)], "record"),
        ([searched(HELD), fetched(None)], "replaced"),
        ([searched(NOBODY)], "none"),
        ([searched(None)], "none"),
        ([searched(HELD, 403)], "withheld"),
        ([searched(HELD), fetched(HELD, 403)], "withheld"),
        ([searched(CareRecord("9990000018", HELD.document_id, permission="No"))], "opted out"),
        ([searched(HELD, 500)], "unavailable"),
        ([searched(HELD, 429)], "unavailable"),
        ([searched(HELD, None)], "unavailable"),
        ([searched(HELD), fetched(HELD, 503)], "unavailable"),
        ([call(3, "search_document_reference", BROKEN)], "unavailable"),
        ([searched(HELD)], ""),
        ([searched(HELD), call(4, "send_alert", {}, 201), fetched(HELD)], "record"),
    ],
)
def test_an_answer_is_what_search_and_read_came_to(calls, answer):
    (found,) = read(*calls)

    assert found["answer"] == answer


@pytest.mark.parametrize(
    ("asked", "permission"),
    [
        ([permitted(1, "given")], "given"),
        ([permitted(1, "not-asked")], "emergency"),
        ([permitted(1, "given"), permitted(2, "not-asked")], "emergency"),
        ([permitted(1, "given"), permitted(4, "not-asked")], "given"),
        ([permitted(1, "refused")], ""),
        ([], ""),
    ],
)
def test_a_permission_is_the_last_one_that_was_recorded_before(asked, permission):
    (found,) = read(*asked, searched(HELD), fetched(HELD))

    assert found["permission"] == permission


def test_what_is_drawn_are_cases_and_answers_that_there_are():
    values = {value.id for value in conditions().of_messages["SCR answer"].dimensions["answer of SCR"].values}

    assert set(DRAWN) <= set(CASES)
    assert set(DRAWN.values()) == values

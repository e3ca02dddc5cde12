"""What came back for notifications read back: by what practices and MESH were recorded to send, and in which order."""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance._shared.practice_answers import CASES, THING, Script
from cpcs_harness._content.mocks.gp_practice.responses import (
    ANSWERS,
    EVENT,
    OLD_EVENT,
    Received,
    response_message,
)
from cpcs_harness.conditions.draws import settings_of
from cpcs_harness.conditions.load import conditions
from cpcs_harness.evidence.events import Event, Exchange, Observation
from cpcs_harness.evidence.events.exchange import Message
from cpcs_harness.judging.things.notification_answers import notification_answers
from cpcs_harness.judging.things.recorded import Cases
from cpcs_harness.people.drawn.notification_answer import REPORTS
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer
from made_up import MOMENT

PRACTICE = Issuer(1, make_environment(1), ["j"]).issue("j", "minor-illness").person.practice
OWN, BOX = "/messageexchange/FA101OT001/outbox", f"/messageexchange/{PRACTICE.mailbox}/outbox"
HEADER, SENT_AS = "0000aaaa", "M1"
SENT = (
    f'<Bundle xmlns="http://hl7.org/fhir"><entry><resource><MessageHeader><id value="{HEADER.upper()}"/>'
    "</MessageHeader></resource></entry></Bundle>"
).encode()


class OnePatient(Cases):
    """One patient, at the one practice."""

    def of(self, event):
        return "one"

    def of_practice(self, event, mailbox):
        return "one" if mailbox == PRACTICE.mailbox else ""

    def after(self, event, patient=""):
        return frozenset({event.id})


def event(seq, data, journey="j"):
    return Event(seq=seq, at=MOMENT, clock=MOMENT, journey=journey, step=None, data=data)


def call(seq, operation, target, body=b"", *, side="of-harness", id="X", head=(), status=202, back=()):
    request = Message({"target": target}, head, body)
    answer = json.dumps({"message_id": id}).encode()
    response = Message({"status": status}, back, answer)
    data = {"kind": "exchange", "service": "mesh", "operation": operation, "direction": side}
    return event(seq, SimpleNamespace(**data, request=request, response=response))


def sent(seq=1, body=SENT):
    return call(seq, "send_message", OWN, body, side="from-candidate", id=SENT_AS)


def looked_ahead(seq):
    given = {"as_of": "2026-12-04T10:00:00Z"}
    return event(seq, Observation("view_outbox", {}, None, "", given, "done", None, None, {}))


def said(seq, script):
    """Have the practice answer by a script, as its mock writes it."""
    found = []
    for number, code in enumerate(script.codes, 1):
        names = "another" if "about another" in code else HEADER
        received = Received(names, "FA101OT001", "None", True, True, "")
        body = response_message(PRACTICE, ANSWERS[code[:5]], received, OLD_EVENT if "old" in code else EVENT)
        id, at = f"A{number}", seq + 2 * number
        if "in chunks" in code:
            found.append(call(at, "send_message", BOX, body[:99], id=id, head=(("mex-chunk-range", "1:2"),)))
            found.append(call(at + 1, "send_chunk", f"{BOX}/{id}/2", body[99:]))
        else:
            found.append(call(at, "send_message", BOX, body, id=id))
    return found


def reported(seq, code, about=SENT_AS):
    back = (("Mex-MessageType", "REPORT"), ("Mex-LinkedMsgID", about), ("Mex-StatusCode", code))
    return call(
        seq,
        "collect_message",
        "/messageexchange/FA101OT001/inbox/R1",
        side="from-candidate",
        status=200,
        back=back,
    )


def read(*events):
    kinds = {Exchange: [], Observation: []}
    for one in events:
        kinds[Observation if isinstance(one.data, Observation) else Exchange].append(one)
    evidence = SimpleNamespace(of=kinds.__getitem__, body=lambda body: body)
    return [dict(one.facts) for one in notification_answers(OnePatient(evidence))]


def later(seq):
    return call(seq, "list_inbox", f"/messageexchange/{PRACTICE.mailbox}/inbox", status=200)


COLLECTED = later(2)


@pytest.mark.parametrize("more", [{}, {"times": "twice", "form": "in chunks"}, {"when": "late"}])
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.label}, {case.pathways[0]}")
def test_what_came_back_says_what_was_drawn(case, more):
    plain = {one.id: one.plain.id for one in conditions().of_messages[THING].dimensions.values()}
    row = settings_of(conditions(), plain | case.pinned).things[THING]
    if row["answer"] not in (*REPORTS, "nothing"):
        row = row | more
    script = Script(case.label, row, "9990000018")
    came = [reported(30, script.report)] if script.report else said(10, script)
    looks = [looked_ahead(5)] if row["when"] == "late" else []

    assert read(sent(), COLLECTED, *looks, *came) == [dict(row)]


def test_the_business_answer_may_come_first():
    script = Script("one", {"answer": "accepted", "order": "business first"}, "9990000018")

    (found,) = read(sent(), COLLECTED, *said(10, script))

    assert (found["answer"], found["order"]) == ("accepted", "business first")


def test_what_the_practice_has_not_collected_has_come_to_nothing_yet():
    assert read(sent()) == []
    assert [one["answer"] for one in read(sent(), COLLECTED)] == ["nothing"]


def test_what_mesh_was_answered_with_is_hostile_too():
    deep = sent()
    deep.data.response = replace(deep.data.response, body=b"[" * 99_999)

    assert [one["answer"] for one in read(deep, COLLECTED, reported(9, "14", about=""))] == ["nothing"]


def test_who_looked_before_a_message_was_sent_has_not_collected_it():
    assert read(sent(seq=3), COLLECTED) == []
    assert [one["answer"] for one in read(sent(seq=3), COLLECTED, later(4), later(2))] == ["nothing"]


def test_answers_and_reports_count_for_the_message_that_they_name():
    other = SENT.replace(HEADER.upper().encode(), b"0000BBBB")
    script = Script("one", {"answer": "security"}, "9990000018")
    second = call(3, "send_message", OWN, other, side="from-candidate", id="M2")

    found = read(sent(), second, COLLECTED, *said(10, script), reported(40, "14", "M2"))

    assert [one["answer"] for one in found] == ["security", "14"]


@pytest.mark.parametrize("body", [b"", b"no XML", b"<Bundle/>"])
def test_what_is_no_message_has_no_answers(body):
    assert read(sent(body=body), COLLECTED) == []


def test_an_order_of_codes_that_nobody_draws_is_of_no_value():
    script = Script("one", {"answer": "accepted"}, "9990000018")
    more = said(30, Script("one", {"answer": "invalid"}, "9990000018"))

    (found,) = read(sent(), COLLECTED, *said(10, script), *more)

    assert found["besides"] == ""

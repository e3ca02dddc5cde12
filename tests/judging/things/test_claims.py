"""Claims read back: how often each was asked for, and what MYS did when it first heard of it."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.journeys._steps import claims as steps
from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Condition
from cpcs_harness.conditions.recorded import conditions_of
from cpcs_harness.evidence.events import Issued
from cpcs_harness.judging.things.claims import claims
from cpcs_harness.people.plain import plain
from recorded_things import NOW, event, exchange, issued_with, run, step, values_of

CHANGES = {
    "it is corrected": ("amend_consultation", "submit_claims"),
    "it is withdrawn": ("withdraw_claim",),
}


class Claimed:
    """Stands for a patient's referral on the screen: each claim reaches MYS, which does first what is planned."""

    def __init__(self, issued):
        self.issued, self.person, self.planned = issued, issued.person, []
        self.events = [event(1, Issued(plain(issued)))]
        self.stage = SimpleNamespace(fault=lambda name, *_, **__: self.planned.append(name))

    def do(self, action):
        seq = len(self.events) + 1
        if action != "submit_claims":
            self.events.append(step(seq, action, self.issued))
            return
        fault = self.planned.pop() if self.planned else ""
        asked = {"service": "mys", "operation": "submit_claim"}
        self.events += [exchange(seq, self.issued, **asked, fault=fault), step(seq + 1, action, self.issued)]


@pytest.mark.parametrize(("dimension", "value"), values_of("claim"))
def test_what_is_recorded_says_which_value_was_drawn(dimension, value):
    case = Claimed(issued_with("claim", **{dimension: value}))
    steps.claim(case)
    for action in CHANGES.get(value, ()):
        case.do(action)

    [found] = claims(run(*case.events))

    assert Condition(dimension, value) in conditions_of(found.facts, conditions(), "claim")


def test_a_claim_that_was_sent_while_it_was_asked_for_is_of_it_and_what_was_asked_before_is_not():
    patient = issued_with("claim")
    people = event(1, Issued(plain(patient)))
    before = exchange(2, patient, service="pds", operation="read_patient")
    sent = exchange(3, patient, service="mys", operation="submit_claim")

    [found] = claims(run(people, before, sent, step(4, "submit_claims", patient)))

    assert sent.id in found.events
    assert before.id not in found.events


def test_what_was_sent_in_the_same_step_before_a_claim_was_asked_for_is_not_of_it():
    patient = issued_with("claim")
    told = exchange(2, patient, service="mesh", operation="send_message", at=NOW - timedelta(seconds=2))
    sent = exchange(3, patient, service="mys", operation="submit_claim", at=NOW - timedelta(seconds=1))
    asked = step(4, "submit_claims", patient)
    slow = replace(asked, data=replace(asked.data, elapsed_ms=1500.0))

    [found] = claims(run(event(1, Issued(plain(patient))), told, sent, slow))

    assert sent.id in found.events
    assert told.id not in found.events


def test_what_mys_did_otherwise_is_of_no_value():
    patient = issued_with("claim")
    people = event(1, Issued(plain(patient)))
    asked = {"service": "mys", "operation": "submit_claim", "fault": "claim refused"}

    [found] = claims(run(people, exchange(2, patient, **asked), step(3, "submit_claims", patient)))

    assert [one.dimension for one in conditions_of(found.facts, conditions(), "claim")] == [
        "how often it is asked for",
        "what becomes of the claim",
    ]


def test_what_is_claimed_again_after_a_correction_is_not_pressed_twice():
    case = Claimed(issued_with("claim", **{"how often it is asked for": "once"}))
    steps.claim(case)
    for action in CHANGES["it is corrected"]:
        case.do(action)

    [found] = claims(run(*case.events))

    assert found.facts == {"met": "taken", "pressed": "once", "becomes": "corrected"}


def test_what_was_corrected_before_it_was_claimed_stands():
    case = Claimed(issued_with("claim"))
    case.do("amend_consultation")
    steps.claim(case)

    [found] = claims(run(*case.events))

    assert found.facts["becomes"] == "stands"


@pytest.mark.parametrize(
    ("later", "becomes"),
    [
        (("amend_consultation",), "corrected"),
        (("amend_consultation", "withdraw_claim"), "withdrawn"),
        (("withdraw_claim", "submit_claims", "amend_consultation"), "corrected"),
    ],
)
def test_of_several_changes_the_last_counts_also_where_one_came_before_the_claim(later, becomes):
    case = Claimed(issued_with("claim", **{"how often it is asked for": "once"}))
    case.do("amend_consultation")
    steps.claim(case)
    for action in later:
        case.do(action)

    [found] = claims(run(*case.events))

    assert found.facts == {"met": "taken", "pressed": "once", "becomes": becomes}


def test_where_mys_heard_of_nothing_there_is_no_claim():
    patient = issued_with("claim")

    assert list(claims(run(event(1, Issued(plain(patient))), step(3, "submit_claims", patient)))) == []

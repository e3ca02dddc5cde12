"""Consents read back: what was recorded of each until the practice was first to be told."""

from dataclasses import replace

import pytest

from cpcs_harness._content.conformance.journeys._steps import consents as steps
from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Condition
from cpcs_harness.conditions.recorded import conditions_of
from cpcs_harness.evidence.events import Issued
from cpcs_harness.judging.things.consents import consents
from cpcs_harness.people.plain import plain
from recorded_things import event, issued_with, run, step, values_of


def recorded(issued, *said, told_after=None, states=()):
    events = [step(seq, "record_consent", issued, share_with_gp=share) for seq, share in enumerate(said, 2)]
    told = [step(told_after + 2, "notify_gp", issued)] if told_after is not None else []
    notes = {"notifications": [{"status": state} for state in states]}
    told = [replace(one, data=replace(one.data, observation=notes)) for one in told]
    return list(consents(run(event(1, Issued(plain(issued))), *events, *told)))


@pytest.mark.parametrize(("dimension", "value"), values_of("consent"))
def test_what_is_recorded_says_which_value_was_drawn(dimension, value):
    issued = issued_with("consent", **{dimension: value})

    [found] = recorded(issued, *steps.said(issued))

    assert Condition(dimension, value) in conditions_of(found.facts, conditions(), "consent")


def test_what_is_said_once_the_practice_was_told_changes_nothing():
    [found] = recorded(issued_with("consent"), True, False, told_after=0.5)

    assert found.facts == {"answer": "given"}


@pytest.mark.parametrize(
    ("states", "answer"),
    [
        (["waiting"], "taken back"),
        (["failed", "waiting"], "taken back"),
        (["sent"], "given"),
        (["failed", "sent"], "given"),
    ],
)
def test_while_what_is_to_be_told_waits_the_practice_is_not_told(states, answer):
    [found] = recorded(issued_with("consent"), True, False, told_after=0.5, states=states)

    assert found.facts == {"answer": answer}


def test_of_whom_nothing_was_said_there_is_none():
    assert recorded(issued_with("consent")) == []


def test_what_is_said_three_times_is_of_no_value():
    [found] = recorded(issued_with("consent"), True, False, True)

    assert conditions_of(found.facts, conditions(), "consent") == []

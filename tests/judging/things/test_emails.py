"""Practices' e-mails read back: each form that is drawn is known again from what was recorded when it was sent."""

from dataclasses import replace

import pytest

from cpcs_harness._content.conformance.journeys._steps import emails as steps
from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Condition
from cpcs_harness.conditions.recorded import conditions_of
from cpcs_harness.judging.things.emails import emails
from cpcs_harness.mockkit.sender import facts_of
from cpcs_harness.people.drawn.email import ODD_LETTERS
from recorded_things import event, exchange, issued_with, run, step, values_of

SENT = {"service": "gp_email", "operation": "send_referral"}


def sent(seq, issued, referral=None, damage=""):
    return exchange(seq, issued, **SENT, facts=facts_of(referral or steps.drawn(issued), "", damage))


@pytest.mark.parametrize(("dimension", "value"), values_of(steps.THING))
def test_what_is_recorded_says_which_value_was_drawn(dimension, value):
    [found] = emails(run(sent(1, issued_with(steps.THING, **{dimension: value}))))

    known = conditions_of(found.facts, conditions(), steps.THING)
    assert Condition(dimension, value) in known
    assert len(known) == len(conditions().of_messages[steps.THING].dimensions)


def test_what_is_sent_again_and_shown_is_about_the_same_one():
    one, other = issued_with(steps.THING), issued_with(steps.THING, "other")
    opened = replace(step(4, "open_referral", one).data, about=one.gp_referral.document_id)

    found = list(emails(run(sent(1, one), sent(2, other), sent(3, one), event(4, opened))))

    assert [recorded.events for recorded in found] == [{"e1", "e3", "o4"}, {"e2"}]


def test_a_damaged_one_has_no_form():
    assert list(emails(run(sent(1, issued_with(steps.THING), damage="broken-mime")))) == []


def test_another_charset_is_drawn_only_where_it_has_the_letters():
    one = issued_with(steps.THING, charset="Windows-1252")
    abroad = replace(one, gp_referral=replace(one.gp_referral, complaint="boli mnie gardło"))

    assert steps.drawn(one).form.charset == "windows-1252"
    assert steps.drawn(abroad).form.charset == "utf-8"
    assert steps.drawn(one).notes.endswith(ODD_LETTERS)

"""Whoever asks for another pharmacy's referral by its id is refused, however that is said."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.sites.test_rights import (
    test_another_pharmacys_referral_is_not_opened_or_changed_by_its_id as check,
)
from cpcs_harness.errors import NotMet, NotShown

PERSON = {"nhs_number": "9991410546", "family": "Lee"}


def evidence(*seen):
    issued = {"person": PERSON, "report": {"document_id": "d1"}, "premises": {"ods": "FA102"}}
    journey = SimpleNamespace(
        id="two",
        issued=issued,
        also={},
        attempts=lambda action, at_least: [one for one in seen if one.action == action],
    )
    return SimpleNamespace(each=lambda: [journey])


def asked(status="done", *, ods="FA101", action="open_referral", shown=None):
    return SimpleNamespace(
        id="o1", where="observation o1", action=action, about="d1", actor={"ods": ods}, status=status,
        shown=shown or {},
    )  # fmt: skip


@pytest.mark.parametrize("status", ["refused", "failed"])
@pytest.mark.parametrize("action", ["open_referral", "record_contact_attempt"])
def test_any_way_of_refusing_is_right(status, action):
    check(evidence(asked(status, action=action)))


def test_an_empty_screen_tells_nothing_of_the_patient():
    check(evidence(asked()))


@pytest.mark.parametrize("shown", [{"patient": {"family": "Lee"}}, {"text": "999 141 0546"}])
def test_a_screen_that_shows_the_patient_is_not(shown):
    with pytest.raises(NotMet, match="refusal of open_referral at FA101"):
        check(evidence(asked(shown=shown)))


def test_a_change_that_is_done_is_not():
    with pytest.raises(NotMet, match="refusal of record_contact_attempt"):
        check(evidence(asked(action="record_contact_attempt")))


def test_ones_own_referral_is_nobody_elses():
    with pytest.raises(NotShown, match="nobody asked"):
        check(evidence(asked(ods="FA102", shown={"patient": {"family": "Lee"}})))

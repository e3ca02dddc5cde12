"""Claims of a whole run: what changed in one after it was taken, and whose a claim is where nobody is named."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.claims import test_changes as changes_of
from cpcs_harness._content.conformance.claims._day import Patient

FIRST = {
    "identifier": [{"value": "r1"}],
    "created": "2026-11-28",
    "type": {"coding": [{"code": "EMG_MED"}]},
    "contained": [{"resourceType": "Patient", "name": "Ann"}, {"resourceType": "MedicationDispense", "n": 1}],
    "item": [{"quantity": {"value": 1}}],
}


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({}, []),
        ({"created": "2026-11-29"}, []),
        ({"item": [{"quantity": {"value": 2}}]}, ["item"]),
        ({"contained": [{"resourceType": "Patient", "name": "Ben"}]}, ["contained"]),
        ({"total": {"value": 14}}, ["total"]),
    ],
)
def test_what_nobody_asked_for_is_named(changed, named):
    assert changes_of.changes(FIRST, FIRST | changed) == named


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"item": [], "contained": [{"resourceType": "Patient", "name": "Ann"}]}, []),
        ({"contained": [{"resourceType": "Patient", "name": "Ben"}]}, ["contained"]),
        ({"type": {"coding": [{"code": "MIN_ILL"}]}}, ["type"]),
    ],
)
def test_a_correction_changes_what_was_supplied_and_not_for_whom(changed, named):
    assert changes_of.changes(FIRST, FIRST | changed, changes_of.KEPT) == named


def patient(*seen, alone):
    journey = SimpleNamespace(seen=list(seen), looked_at=[])
    issued = {"report": {"document_id": "d1"}, "gp_referral": {"document_id": "d2"}}
    return Patient(journey, "", issued, is_alone=alone)


def test_what_is_done_about_nobody_in_particular_is_theirs_who_are_alone():
    done = SimpleNamespace(id="o1", action="complete", about="", status="done")
    assert patient(done, alone=True).done("complete") == [done]
    assert patient(done, alone=False).done("complete") == []
    assert patient(done, alone=True).is_known
    assert not patient(done, alone=False).is_known


def test_what_is_done_about_a_practices_referral_is_its_patients():
    done = SimpleNamespace(id="o1", action="complete", about="d2", status="done")
    assert patient(done, alone=False).done("complete") == [done]

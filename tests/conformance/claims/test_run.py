"""Claims of a whole run: what changed in one after it was taken, and whose a claim is where nobody is named."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.claims import test_changes as changes_of
from cpcs_harness._content.conformance.claims import test_day as day_of
from cpcs_harness._content.conformance.claims._day import Patient
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.conditions.claims import claimed
from cpcs_harness.conditions.load import conditions
from cpcs_harness.errors import NotMet
from made_up import observed

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


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"reasonCode": [{"text": "Sore throat, as was corrected"}]}, []),
        ({"identifier": [{"value": "another case"}]}, ["contained"]),
    ],
)
def test_a_correction_may_change_the_complaint_of_a_referral_and_not_whose_it_is(changed, named):
    referral = {"resourceType": "ServiceRequest", "identifier": [{"value": "A-2026-59263"}]}
    claims = ({"contained": [referral]}, {"contained": [referral | changed]})

    assert changes_of.changes(*claims, changes_of.KEPT) == named


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


def asked_at(clock):
    """Give a patient who was seen on 1 November, whose claim was asked for once, and of whom nothing was sent."""
    steps = [
        ("record_consultation", {"started": "2026-11-01T10:00:00+00:00"}),
        ("complete", {}),
        ("submit_claims", {}),
    ]
    seen = [
        observed(seq, action, {"claims": []}, given=given, clock=clock)
        for seq, (action, given) in enumerate(steps)
    ]
    one = patient(*seen, alone=True)
    one.journey.id, one.journey.ended = "gp-answers-mi", {}
    return one


def test_nothing_needs_to_be_sent_of_what_is_claimed_too_late():
    day_of._claimed_as_seen(asked_at("2027-03-06T00:10:00+00:00"))


@pytest.mark.parametrize("clock", ["2026-12-05T23:50:00+00:00", "2027-03-05T23:50:00+00:00"])
def test_a_claim_in_time_or_late_has_to_be_sent(clock):
    with pytest.raises(NotMet, match="a claim for gp-answers-mi's"):
        day_of._claimed_as_seen(asked_at(clock))


@pytest.mark.parametrize("id", ["BSA-13", "BSA-23", "BSA-31"])
def test_what_looks_at_claims_alone_is_for_no_beginning_that_is_claimed_for_on_some_days_only(id):
    asked = claimed(load_catalogue().criteria[id], conditions())

    assert {one.dimension for one in asked} >= {"method", "products recommended", "quantity supplied"}
    assert "beginning" not in {one.dimension for one in asked}

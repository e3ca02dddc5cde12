"""Who recorded a patient's permission: whom CIS2 signed in, and never what a request says of them."""

import json
from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.scr.test_permission import asked_unpermitted, expect_who
from cpcs_harness.errors import NotMet
from made_up import SeenCall, observed

DUNNE = {"given_name": "Siân", "family_name": "O'Dunne"}


def journey(*told):
    """Give a journey in which CIS2 told of people, by event and answer."""
    calls = [SeenCall(seq=seq, response=SimpleNamespace(json=json.loads(said))) for seq, said in told]
    return SimpleNamespace(exchanges=lambda _service, _operation, **_how: calls)


def recorded(by):
    return observed(5, "record_permission_to_view", {"by": by}, actor={"name": "S. O'Dunne"})


@pytest.mark.parametrize("by", ["Siân O'Dunne", "O'DUNNE Siân (Ms)"])
def test_whom_cis2_signed_in_passes(by):
    expect_who(journey((2, json.dumps(DUNNE))), recorded(by))


@pytest.mark.parametrize("by", ["S. O'Dunne", "Somebody Else", "", None])
def test_another_name_than_that_of_cis2_fails(by):
    with pytest.raises(NotMet):
        expect_who(journey((2, json.dumps(DUNNE))), recorded(by))


def test_the_last_who_signed_in_before_counts():
    before, last, later = (json.dumps(DUNNE | {"given_name": name}) for name in ("Ann", "Siân", "Eve"))

    expect_who(journey((1, before), (2, last), (9, later)), recorded("Siân O'Dunne"))


@pytest.mark.parametrize("told", [(), ((2, "null"),), ((2, "{}"),)])
def test_without_cis2_any_name_passes_and_none_fails(told):
    expect_who(journey(*told), recorded("reception"))
    with pytest.raises(NotMet, match="who recorded it"):
        expect_who(journey(*told), recorded(" "))


def unpermitted(*calls):
    """Give the places of calls that came too early, where the referral was opened before permission was recorded."""
    looked = observed(5, "open_referral", {})
    said = observed(10, "record_permission_to_view", {}, given={"permission": "given"}, lasted=3)
    patient = SimpleNamespace(
        calls=lambda: [SeenCall(seq=seq) for seq in calls],
        seen=lambda *_: [said],
        journey=SimpleNamespace(seen=[looked, said]),
    )
    return [call.seq for call in asked_unpermitted(patient)]


def test_what_is_fetched_as_soon_as_permission_is_recorded_is_not_early():
    assert unpermitted(4, 9, 12) == [4]

"""Who recorded a patient's permission: whom CIS2 signed in, and never what a request says of them."""

import json
from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.scr.test_permission import expect_who
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

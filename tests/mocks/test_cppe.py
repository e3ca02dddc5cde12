"""CPPE's register, as we model it: by number, with a key; what a journey had it know goes before."""

import pytest

from cpcs_harness._content.mocks.cppe import CPPE, KEY
from cpcs_harness.people.registrations import HeldRegistration


@pytest.fixture
def ask(nation, http):
    """Ask the register for a number."""
    mock = nation[CPPE]

    def asked(gphc, key=None):
        address = f"{mock.address}/cppe/v1/pharmacists/{gphc}"
        return http.get(address, headers={KEY: mock.api_key if key is None else key})

    return asked


def test_a_pharmacist_of_the_run_is_known_by_their_registered_name(ask, issued):
    known = issued.pharmacist

    found = ask(known.gphc)

    assert (found.status_code, found.headers["X-Mock-Certainty"]) == (200, "modelled")
    assert found.json() == {
        "gphcNumber": known.gphc,
        "fullName": known.full_name,
        "declarations": [{"service": "CPCS", "status": "current"}],
    }


def test_what_a_journey_holds_goes_before(ask, nation, issued):
    gphc = issued.pharmacist.gphc
    nation.world.hold(HeldRegistration(gphc, "Amina Farouk", "lapsed"), issued.journey)

    found = ask(gphc).json()

    assert (found["fullName"], found["declarations"][0]["status"]) == ("Amina Farouk", "lapsed")
    nation.world.hold(HeldRegistration(gphc, "", "unknown"), issued.journey)
    assert ask(gphc).status_code == 404


def test_nobody_has_another_number_and_nothing_is_said_without_the_key(ask, issued):
    assert ask("9999999").status_code == 404
    assert ask(issued.pharmacist.gphc, key="another").status_code == 401

"""The address of a sign-in that was never begun: what ties it to the one that was is another's, and the rest stays."""

from urllib.parse import parse_qs, urlsplit

import pytest

from cpcs_harness._content.conformance.journeys._steps.cis2 import never_begun

ADDRESS = (
    "https://cis2.example/authorize?response_type=code&client_id=a%20b&state=s1&nonce=n1&code_challenge=c1"
)


def test_state_nonce_and_challenge_are_anothers_and_the_rest_stays():
    before, after = (parse_qs(urlsplit(one).query) for one in (ADDRESS, never_begun(ADDRESS, "555")))

    assert {name for name in before if before[name] != after[name]} == {"state", "nonce", "code_challenge"}
    assert set(before) == set(after)
    assert len(after["code_challenge"][0]) >= 43  # RFC 7636, 4.2


@pytest.mark.parametrize("address", ["", "https://candidate.example/sign-in?to=cis2", "nothing"])
def test_an_address_that_ties_nothing_is_not_gone_to(address):
    assert never_begun(address, "555") == ""


def test_two_people_have_two_of_them():
    assert never_begun(ADDRESS, "1") != never_begun(ADDRESS, "2")

"""Client assertions and access tokens of the application at the API platform.

Source: NHS England identity service, application-restricted access with signed JWT (interface sheet pds-smsp-auth,
section 10, checks C01 to C08).
"""

import itertools

from cpcs_harness.judging import EvidenceView, ExchangeView, criterion, expect, expect_all_different
from cpcs_harness.judging.in_words import Words
from cpcs_harness.times import seconds_of

from .._shared.assertions import expect_assertion, read_claims
from .._shared.authorization import bearer
from .._shared.told_before import sent_after

RESERVE_SECONDS = 60
"""A token may be renewed so long before it ends."""


@criterion("PDS-01")
def test_each_client_assertion_is_what_the_platform_asks_for(evidence: EvidenceView):
    """RS512, registered key, issuer and subject the API key, audience the endpoint called, five minutes at most."""
    for call in evidence.of_run("oauth", "token"):
        expect_assertion(call, evidence.environment)


@criterion("PDS-02")
def test_no_assertion_id_is_used_twice(evidence: EvidenceView):
    """Each client assertion has a jti of its own, over the whole run."""
    calls = evidence.of_run("oauth", "token", at_least=2)

    ids = [(read_claims(call)[1].get("jti"), call) for call in calls]
    for jti, call in ids:
        expect(isinstance(jti, str) and jti != "", "a jti", jti, call)
    expect_all_different("the jti", ids, "Make a new UUID for each assertion.")


@criterion("PDS-08")
def test_a_token_is_used_again_while_it_lasts(evidence: EvidenceView):
    """A new token is asked for only when the last one is about to end or was refused, or after a restart."""
    tokens = [call for call in evidence.of_run("oauth", "token") if _gave_one(call)]
    asked = [*evidence.of_run("pds"), *evidence.of_run("scr", at_least=0)]
    of_people = _tokens_of_people(evidence)
    refused_calls = [call for call in asked if call.response.status == 401 and bearer(call) not in of_people]
    for earlier, later in itertools.pairwise(tokens):
        lasts = int(earlier.response.json["expires_in"])
        passed = seconds_of(later.clock) - seconds_of(earlier.clock)
        # A refusal that was heard while the earlier was asked for may be told by another thread.
        refused = any(earlier.began <= call.ended and call.seq < later.seq for call in refused_calls)
        at_once = not sent_after([later], earlier)
        received = Words(f"another after {passed:.0f} s")
        restarted = evidence.was_done(
            "restart", earlier.seq, later.seq
        )  # a token may be kept in memory alone
        needed = refused or at_once or restarted or passed >= lasts - RESERVE_SECONDS
        expect(
            needed,
            f"one token for its {lasts} s",
            received,
            later,
            "Keep the token until shortly before its end.",
            timing="repeated",
        )
    evidence.exchanges("pds")  # the calls of a self-test alone show too little to pass


def _gave_one(call: ExchangeView) -> bool:
    """Say whether an answer has a token: some have status 200 and none."""
    said = call.response.json if call.response.status == 200 else None
    return isinstance(said, dict) and bool(said.get("access_token")) and "expires_in" in said


def _tokens_of_people(evidence: EvidenceView) -> set[str]:
    """Give the access tokens of healthcare workers: that one of them was refused says nothing of the application's."""
    given = [
        call
        for operation in ("exchange", "refresh", "code")
        for call in evidence.of_run("oauth", operation, at_least=0)
        if call.response.status == 200 and isinstance(call.response.json, dict)
    ]
    return {str(call.response.json.get("access_token")) for call in given}

"""Nobody is signed in by an ID token that is invalid.

Source: OpenID Connect Core 1.0, 3.1.3.7.
"""

from cpcs_harness.judging import EvidenceView, criterion, expect, through
from cpcs_harness.judging.in_words import Words

from .._shared.authorization import bearer
from ._sign_ins import (
    ended_sign_in,
    expect_own_sign_in,
    form,
    id_token,
    is_fault_for,
    is_signed_in,
    look_ups,
    seen_of,
    tokens,
    words_of,
    wrong_sign_in,
)

WRONG = ("nonce", "audience", "issuer", "expired", "level", "signature", "key", "algorithm")


@criterion("CIS-07")
def test_nothing_is_asked_in_the_name_of_a_wrong_token(evidence: EvidenceView):
    """An ID token that is wrong is not exchanged, and nobody is looked up with what would come of it."""
    for journey in evidence.each():
        expect_own_sign_in(journey, "the platform is given the ID tokens, and verifies them")
        for how, apart in through(WRONG):
            with apart:
                if not is_fault_for(journey, how):
                    continue
                given = wrong_sign_in(journey, how)
                seen_of(journey, how, "find_patient")  # somebody has tried
                used = [
                    call
                    for call in journey.exchanges("oauth", "exchange", at_least=0)
                    if form(call).get("subject_token") == id_token(given)
                ]
                todo = "Verify an ID token: signature, kid, alg, iss, aud, exp, nonce and assurance level."
                expect(
                    not used,
                    f"an ID token whose {how} is wrong to be left alone",
                    Words("it was exchanged"),
                    (used or [given])[0],
                    todo,
                )
                own = {token.value for token in tokens(journey, how)}
                asked = [call for call in look_ups(journey, how, at_least=0) if bearer(call) in own]
                expect(not asked, "no look-up in this person's name", len(asked), (asked or [given])[0], todo)


@criterion("CIS-08")
def test_nobody_is_shown_as_signed_in_by_a_wrong_token(evidence: EvidenceView):
    """The person is told that they are not signed in."""
    for journey in evidence.each():
        expect_own_sign_in(journey, "the platform is given the ID tokens, and verifies them")
        for how, apart in through(WRONG):
            with apart:
                if not is_fault_for(journey, how):
                    continue
                wrong_sign_in(journey, how)
                seen = ended_sign_in(journey, how)
                signed_in = is_signed_in(seen) or bool(seen.shown.get("roles"))
                expect(
                    not signed_in, f"nobody signed in by a token whose {how} is wrong", dict(seen.shown), seen
                )
                expect(bool(words_of(seen)), "the person to be told", Words("nothing"), seen)

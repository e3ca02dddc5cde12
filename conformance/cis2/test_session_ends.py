"""The end of a session: signing out, and CIS2's back-channel logout.

Source: OpenID Connect Back-Channel Logout 1.0, 2.6 to 2.8; CIS2 Authentication, developer guidance, session management
(interface sheet pds-smsp-auth, check C18).
"""

from cpcs_harness.judging import EvidenceView, NotShown, criterion, expect, expect_equal
from cpcs_harness.judging.in_words import Words

from .._shared.authorization import bearer
from ._sign_ins import expect_own_sign_in, look_ups, query, seen_of, sign_ins, tokens


@criterion("CIS-09")
def test_the_word_that_a_session_has_ended_is_taken_from_cis2_alone(evidence: EvidenceView):
    """A genuine logout token is answered 200 or 204; a forged one 400, and it ends nothing."""
    for journey in evidence.each():
        _logout_tokens(journey)
        for token in journey.sent("cis2", "backchannel_logout"):
            if token.facts.get("forged"):
                expect_equal("the answer to a forged logout token", 400, token.response.status, token)
            else:
                taken = token.response.status in (200, 204)
                expect(taken, "200 or 204 for a genuine logout token", token.response.status, token)


@criterion("CIS-10")
def test_a_forged_word_ends_no_session(evidence: EvidenceView):
    """After a forged logout token the person's patient is still looked up in their name."""
    for journey in evidence.each():
        forged, genuine = _logout_tokens(journey)
        own = {token.value for token in tokens(journey, "ended elsewhere")}
        named = [call for call in look_ups(journey, "ended elsewhere") if bearer(call) in own]
        if not any(call.seq < forged.seq for call in named):
            raise NotShown(
                f"journey {journey.id}: nobody was looked up in the person's name before the words"
            )
        between = [call for call in named if forged.seq < call.seq < genuine.seq]
        due = "a look-up in the person's name after a forged word"
        expect(bool(between), due, Words("none"), forged, timing="absent")


@criterion("CIS-11")
def test_cis2_is_told_of_a_sign_out(evidence: EvidenceView):
    """Signing out leads to CIS2's end of session, with the ID token as a hint."""
    for journey in evidence.each():
        seen = seen_of(journey, "signed out", "sign_out")[-1]
        expect_own_sign_in(journey, "it has no ID token to hint with", "signed out")
        own = [call for call in sign_ins(journey, "signed out") if call.service == "cis2"]
        exchanges = journey.exchanges("oauth", "exchange", at_least=0)
        refused = [call for call in exchanges if call.response.status >= 400 and not call.fault]
        if refused and not tokens(journey, "signed out"):
            raise NotShown(
                "the platform gave no token for the ID token, and a session may have ended with that"
            )
        sessions = {call.facts.get("session") for call in own}
        ended = [
            call
            for call in journey.exchanges("cis2", "end_session", at_least=0)
            if call.facts.get("session") in sessions and query(call).get("id_token_hint")
        ]
        expect(bool(ended), "the end of session to be asked for at CIS2", Words("nothing"), seen)


def _logout_tokens(journey):
    """Give the forged and the genuine logout token."""
    tokens_sent = journey.sent("cis2", "backchannel_logout", at_least=2)
    forged = next((token for token in tokens_sent if token.facts.get("forged")), None)
    genuine = next((token for token in tokens_sent if not token.facts.get("forged")), None)
    if forged is None or genuine is None:
        raise NotShown(f"journey {journey.id}: both words of a session's end are needed")
    return forged, genuine

"""Lawful ways of signing in are not failed, and what did not happen is no evidence."""

import pytest

from cis2_evidence import call, evidence, of_user, seen
from cpcs_harness._content.conformance.cis2 import test_sign_in
from cpcs_harness.errors import NotMet, NotShown


def authorize(seq, **asked):
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return call(
        seq, "cis2", "authorize", f"/authorize?response_type=code&client_id=client&scope=openid&{query}"
    )


def test_a_pkce_challenge_may_stand_for_a_nonce():
    test_sign_in.test_each_sign_in_is_a_request_of_its_own(
        evidence(
            [authorize(1, state="a", code_challenge="x"), authorize(2, state="b", code_challenge="y")], []
        )
    )


@pytest.mark.parametrize("bound", [{}, {"nonce": "same"}, {"code_challenge": "same"}])
def test_a_sign_in_is_bound_to_itself_alone(bound):
    with pytest.raises(NotMet):
        test_sign_in.test_each_sign_in_is_a_request_of_its_own(
            evidence([authorize(1, state="a", **bound), authorize(2, state="b", **bound)], [])
        )


def test_a_service_that_was_not_asked_shows_nothing_of_its_being_down():
    other = call(1, "cis2", "token", facts=of_user())
    shown = [seen(2, "sign_in", told="no"), seen(3, "open_referral"), seen(4, "record_consultation")]

    with pytest.raises(NotShown):
        test_sign_in.test_what_cis2_does_not_give_is_said_and_work_goes_on(evidence([other], shown))


def test_passwords_are_refused_only_where_smartcards_are_not():
    shown = [
        seen(2, "sign_in", "one role", "failed", told="no"),
        seen(3, "sign_in", "password alone", "failed", told="no"),
        seen(4, "find_patient", "password alone"),
    ]

    with pytest.raises(NotShown):
        test_sign_in.test_user_name_and_password_are_not_enough(
            evidence([], shown, "one role", "password alone")
        )


def test_a_nonce_or_a_challenge_may_do_without_a_state():
    test_sign_in.test_each_sign_in_is_a_request_of_its_own(
        evidence([authorize(1, nonce="x"), authorize(2, code_challenge="y")], [])
    )

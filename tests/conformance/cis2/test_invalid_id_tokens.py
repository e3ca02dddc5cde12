"""Tokens of the platform's own sign-in are no invalid ID tokens."""

import pytest

from cis2_evidence import call, evidence, of_user, seen
from cpcs_harness._content.conformance.cis2 import test_invalid_id_tokens
from cpcs_harness.errors import NotApplicable, NotShown


def test_tokens_of_the_platforms_own_sign_in_are_not_wrong_ones():
    given = call(1, "oauth", "code", facts=of_user(), answer=b'{"access_token": "t"}')
    shown = [seen(3, "sign_in", "nonce", signed_in=True), seen(4, "find_patient", "nonce")]

    for check in (
        test_invalid_id_tokens.test_nothing_is_asked_in_the_name_of_a_wrong_token,
        test_invalid_id_tokens.test_nobody_is_shown_as_signed_in_by_a_wrong_token,
    ):
        with pytest.raises(NotApplicable):
            check(evidence([given], shown, *test_invalid_id_tokens.WRONG))
        with pytest.raises(NotShown):
            check(evidence([], shown, *test_invalid_id_tokens.WRONG))

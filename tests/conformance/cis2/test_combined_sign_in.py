"""Whom the API platform signs in, and what then applies to nobody; what was not seen excuses nobody."""

import pytest

from cis2_evidence import call, evidence, of_user, seen
from cpcs_harness._content.conformance.cis2 import test_healthcare_worker_access as access
from cpcs_harness._content.conformance.cis2 import test_sign_in
from cpcs_harness.errors import NotApplicable, NotMet, NotShown

CODE = call(2, "oauth", "code", facts=of_user(), body=b"code=a", answer=b'{"access_token": "t"}')
BEGUN = call(1, "cis2", "authorize", "/authorize", facts={"client": "platform"})
SHOWN = [seen(3, "sign_in", signed_in=True), seen(4, "find_patient", "platform down")]
ABOUT_ID_TOKENS = (
    access.test_an_exchange_brings_what_the_platform_asks_for,
    access.test_a_platform_that_is_down_is_not_asked_without_end,
    test_sign_in.test_each_sign_in_is_a_request_of_its_own,
    test_sign_in.test_what_cis2_does_not_give_is_said_and_work_goes_on,
)


@pytest.mark.parametrize("check", ABOUT_ID_TOKENS)
def test_what_the_platform_does_itself_does_not_apply(check):
    with pytest.raises(NotApplicable, match="combined authentication"):
        check(evidence([BEGUN, CODE], SHOWN, "platform down"))


@pytest.mark.parametrize("check", ABOUT_ID_TOKENS)
def test_a_sign_in_that_was_not_seen_excuses_nobody(check):
    refused = call(2, "oauth", "code", status=400, body=b"code=a")

    with pytest.raises(NotShown):
        check(evidence([BEGUN, refused], SHOWN, "platform down"))


@pytest.mark.parametrize("operation", ["exchange", "token"])
def test_who_takes_id_tokens_as_well_is_judged_by_them(operation):
    service = "oauth" if operation == "exchange" else "cis2"
    own = call(3, service, operation, status=400, facts=of_user(), body=b"grant_type=wrong")

    with pytest.raises((NotMet, NotShown)):
        access.test_an_exchange_brings_what_the_platform_asks_for(evidence([CODE, own], SHOWN))


def test_a_code_of_the_platforms_is_redeemed_once():
    check = test_sign_in.test_a_code_is_redeemed_once_by_the_application_itself
    again = call(3, "oauth", "code", status=400, body=b"code=a", answer=b'{"error": "invalid_grant"}')

    check(evidence([CODE], []))
    with pytest.raises(NotMet, match="taken before"):
        check(evidence([CODE, again], []))


@pytest.mark.parametrize(("error", "failed"), [("invalid_client", True), ("unauthorized_client", False)])
def test_a_sign_in_too_weak_for_the_platform_is_no_want_of_proof(error, failed):
    check = test_sign_in.test_a_code_is_redeemed_once_by_the_application_itself
    answer = f'{{"error": "{error}"}}'.encode()
    one = evidence([call(2, "oauth", "code", status=401, body=b"code=a", answer=answer)], [])

    if failed:
        with pytest.raises(NotMet, match="proves itself"):
            check(one)
    else:
        check(one)


def test_a_refresh_token_that_was_refused_is_given_up_by_whoever_signs_in_so():
    check = access.test_a_token_is_renewed_by_its_refresh_token_until_that_ends
    refused = [
        call(seq, "oauth", "refresh", status=401, body=b"refresh_token=r", answer=b"{}") for seq in (3, 4)
    ]

    check(evidence([CODE, refused[0]], [], "token ended"))
    with pytest.raises(NotMet, match="came again"):
        check(evidence([CODE, *refused], [], "token ended"))

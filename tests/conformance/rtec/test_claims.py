"""What claims say of exemptions: what fails, and what others lawfully claim."""

import json

import pytest

from charged import checked, patient, question, seen_of
from cpcs_harness._content.conformance.rtec import test_claims as claims
from cpcs_harness.errors import NotMet, NotShown
from made_up import SeenCall, seen_message

FOUND, ONE = patient("found"), patient("not-found")


def claim(issued, type=None, operation="submit_claim", **value):
    told = [{"category": {"coding": [{"code": "EXEMPTION_TYPE"}]}, **(value or {"valueString": type})}]
    body = {"resourceType": "Claim", "patient": issued["person"]["nhs_number"]}
    if type or value:
        body["supportingInfo"] = told
    return SeenCall(
        id="e9",
        seq=9,
        service="mys",
        operation=operation,
        where="a claim",
        is_unanswered=False,
        request=seen_message({"method": "POST", "target": "/Claim"}, json.dumps(body).encode()),
    )


def judge(check, *sent):
    calls = [question(FOUND, 1, 200, "9005"), question(ONE, 2), *sent]
    seen = [checked(FOUND, 3, "found"), checked(ONE, 4, "not-found")]
    check(seen_of({"found": FOUND, "not-found": ONE}, calls, seen))


def test_a_claim_with_its_own_type_or_none_says_nothing_false():
    judge(claims.test_no_claim_says_what_rtec_did_not_find, claim(FOUND, "9005"), claim(FOUND), claim(ONE))


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(claim(ONE, "9005"), id="of-somebody-else"),
        pytest.param(claim(FOUND, "9999"), id="another-type"),
        pytest.param(claim(FOUND, "9005", "amend_claim"), id="with-a-correction"),
    ],
)
def test_a_claim_with_what_was_not_found_fails(sent):
    with pytest.raises(NotMet, match="types that RTEC did not find"):
        judge(claims.test_no_claim_says_what_rtec_did_not_find, sent)


def test_a_claim_says_what_was_found_in_either_form():
    judge(claims.test_a_claim_says_what_rtec_found, claim(FOUND, "9005"))
    judge(
        claims.test_a_claim_says_what_rtec_found,
        claim(FOUND, valueCodeableConcept={"coding": [{"code": "9005"}]}),
    )
    with pytest.raises(NotMet, match="the type of the exemption"):
        judge(claims.test_a_claim_says_what_rtec_found, claim(FOUND))


def test_without_a_claim_nothing_is_shown():
    for check in (claims.test_no_claim_says_what_rtec_did_not_find, claims.test_a_claim_says_what_rtec_found):
        with pytest.raises(NotShown, match="nothing was claimed"):
            judge(check)

"""Claims are FHIR R4, and say what was done."""

import json

import pytest

pytestmark = pytest.mark.usefixtures("in_april")


@pytest.fixture
def claims(pharmacy, nation):
    """The claims for an urgent medicine and a minor illness, by type."""
    pharmacy.completed(dx="Dx86")
    pharmacy.completed(dx="Dx28")
    pharmacy.see("submit_claims")
    bodies = [json.loads(body) for _, _, _, body in nation.asked("/mys/")]
    return {body["type"]["coding"][0]["code"]: body for body in bodies}


def test_claims_are_r4(claims):
    from fhir.resources.R4B.claim import Claim

    assert set(claims) == {"EMG_MED", "MIN_ILL"}
    for claim in claims.values():
        assert Claim.model_validate(claim).use == "claim"


def test_a_claim_names_who_what_and_when(claims):
    claim = claims["EMG_MED"]
    contained = {resource["id"]: resource for resource in claim["contained"]}
    facts = {info["category"]["coding"][0]["code"]: info for info in claim["supportingInfo"]}

    assert contained["patient"]["identifier"][0]["value"] == "9990000018"
    assert contained["pharmacy"]["identifier"][0]["value"] == "FA101"
    assert contained["referral"]["identifier"][0]["value"] == "REF-7"
    assert claim["careTeam"][0]["provider"]["identifier"]["value"] == "2071234"
    assert facts["ASSESSMENT_DATE"]["timingDate"] == "2026-04-01"
    assert claim["billablePeriod"]["start"] == "2026-04-01"
    assert claim["item"][0]["quantity"]["value"] == 28
    coding = claim["item"][0]["productOrService"]["coding"][0]
    assert (coding["system"], coding["code"]) == ("https://dmd.nhs.uk", "322236009")


def test_a_referral_is_claimed_for_once(pharmacy, nation):
    referral = pharmacy.completed(dx="Dx28")

    first = pharmacy.see("submit_claims")["claims"]
    again = pharmacy.see("submit_claims")["claims"]
    asked_for = pharmacy.see("submit_claims", referral)["claims"]

    assert first == asked_for
    assert again == []
    assert len(nation.asked("/mys/")) == 1

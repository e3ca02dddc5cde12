"""Addresses of NICE CKS: today's and older forms lead there; look-alikes and patients' data do not."""

import pytest

from cpcs_harness._content.conformance.links import test_links
from cpcs_harness.errors import NotMet
from made_up import observed
from nhs111_evidence import evidence, issued

GIVEN = issued("links")


def judged(address):
    seen = observed(1, "view_guidance", {"links": [{"address": address}]})
    test_links.test_the_guidance_link_leads_to_cks(evidence(GIVEN, seen=[seen]))


@pytest.mark.parametrize(
    "address",
    [
        "https://cks.nice.org.uk/topics/sore-throat-acute/",
        "https://cks.nice.org.uk/sore-throat-acute#!topicSummary",
    ],
)
def test_an_address_of_cks_in_any_form_is_right(address):
    judged(address)


def test_each_topics_link_is_looked_at_and_one_without_any_is_found():
    right = observed(1, "view_guidance", {"links": [{"address": "https://cks.nice.org.uk/topics/x/"}]})
    for links in ([{"address": "https://www.nice.org.uk/search?q=x"}], []):
        other = observed(2, "view_guidance", {"links": links})
        with pytest.raises(NotMet):
            test_links.test_the_guidance_link_leads_to_cks(evidence(GIVEN, seen=[right, other]))


@pytest.mark.parametrize(
    "address",
    [
        "http://cks.nice.org.uk/topics/",
        "https://cks.nice.org.uk.example/topics/",
        "https://user@cks.nice.org.uk/",
        "//[",
        "https://[",
        f"https://cks.nice.org.uk/?q={GIVEN['person']['nhs_number']}",
    ],
)
def test_what_leads_elsewhere_or_names_the_patient_is_wrong(address):
    with pytest.raises(NotMet):
        judged(address)

"""Where the links lead, and what they give away."""

from cpcs_harness.judging import EvidenceView, criterion, expect, expect_none

from ._links import CKS, EPS_TRACKER, SCR, expect_official, links_of, patient_words


@criterion("EPS-01")
def test_the_tracker_link_leads_to_the_tracker(evidence: EvidenceView):
    """https, and the official host."""
    for journey in evidence.each():
        seen, addresses = links_of(journey, "track_prescriptions")
        for address in addresses:
            expect_official(address, EPS_TRACKER, seen)


@criterion("EPS-02")
def test_the_tracker_link_names_no_patient(evidence: EvidenceView):
    """Nothing of the patient in the address, which proxies and histories keep."""
    for journey in evidence.each():
        seen, addresses = links_of(journey, "track_prescriptions")
        for address in addresses:
            expect_none("patient data in the link", patient_words(journey, address), seen)


@criterion("CKS-01")
def test_the_guidance_link_leads_to_cks(evidence: EvidenceView):
    """https, cks.nice.org.uk, no old `#!` address, and nothing of the patient."""
    for journey in evidence.each():
        seen, addresses = links_of(journey, "view_guidance")
        for address in addresses:
            expect_official(address, CKS, seen)
            expect("#!" not in address, "an address of today's CKS", address, seen)
            expect_none("patient data in the link", patient_words(journey, address), seen)


@criterion("SCR-01")
def test_the_summary_care_record_link_leads_to_the_portal(evidence: EvidenceView):
    """https, the official host, and nothing of the patient."""
    for journey in evidence.each():
        seen, addresses = links_of(journey, "view_summary_care_record")
        for address in addresses:
            expect_official(address, SCR, seen)
            expect_none("patient data in the link", patient_words(journey, address), seen)

"""Embedded links lead to the official hosts, and name no patient.

Source: NHS Digital, pages on the EPS tracker, the Summary Care Record and 1-Click; NICE Clinical Knowledge Summaries
(interface sheet dos-eps-rtec-scr-dmd, sections 3.1, 5.1 and 7, checks 88 and 89).
"""

from cpcs_harness.judging import EvidenceView, Unseen, criterion, expect, expect_equal, expect_none, through
from cpcs_harness.judging.in_words import Words

from .._shared.screen import digits
from ._links import (
    NCRS,
    RETIRED,
    addresses_of,
    host_of,
    links_of,
    patient_words,
    people,
    person_about,
    ways,
    words_in,
)
from ._official import CKS, EPS_TRACKER, SCR, expect_official, officials


@criterion("EPS-01")
def test_the_tracker_link_leads_to_the_tracker(evidence: EvidenceView):
    """https, and the official host."""
    for journey in evidence.each():
        seen, addresses = links_of(journey, "track_prescriptions")
        for address, apart in through(addresses):
            with apart:
                expect_official(address, officials(EPS_TRACKER), seen)


@criterion("EPS-02")
def test_the_tracker_link_names_no_patient(evidence: EvidenceView):
    """Nothing of the patient in the address, which proxies and histories keep."""
    for journey in evidence.each():
        seen, addresses = links_of(journey, "track_prescriptions")
        for address in addresses:
            expect_none("patient data in the link", patient_words(journey, address), seen)


@criterion("CKS-01")
def test_the_guidance_link_leads_to_cks(evidence: EvidenceView):
    """https, cks.nice.org.uk, and nothing of any patient: of each topic, for each of them."""
    for journey in evidence.each():
        for seen, apart in through(journey.observations("view_guidance")):
            with apart:
                expect(addresses_of(seen) != [], "a link", Words("none"), seen)
                for address, alone in through(addresses_of(seen)):
                    with alone:
                        expect_official(address, officials(CKS), seen)
                        found = [word for person in people(journey) for word in words_in(person, address)]
                        expect_none("patient data in the link", found, seen)


@criterion("SCR-01")
def test_the_summary_care_record_link_leads_to_the_portal(evidence: EvidenceView):
    """https, the official host, and nothing of the patient."""
    for journey in evidence.each():
        seen, addresses = links_of(journey, "view_summary_care_record")
        for address, apart in through(addresses):
            with apart:
                expect_official(address, officials(SCR), seen)
                expect_none("patient data in the link", patient_words(journey, address), seen)


@criterion("SCR-26")
def test_the_link_does_not_lead_to_the_retired_application(evidence: EvidenceView):
    """SCRa ended in 2024; what took its place is the National Care Records Service."""
    for journey in evidence.each():
        for seen in ways(journey, "scra-link"):
            expect(addresses_of(seen) != [], "a link", Words("none"), seen)
            for address in addresses_of(seen):
                retired = host_of(address) == RETIRED
                expect(not retired, "an address that is still in use", address, seen, f"Link to {NCRS}.")


@criterion("SCR-27")
def test_the_address_that_1_click_opens_names_no_patient(evidence: EvidenceView):
    """https, the official host, and nothing of the patient: who it is for is handed over otherwise."""
    for journey in evidence.each():
        for seen, apart in through(ways(journey, "scr-1-click")):
            with apart:
                expect(
                    seen.shown.get("launched") is True or addresses_of(seen) != [],
                    "a window that is opened, or a link",
                    seen.shown,
                    seen,
                )
                for address, alone in through(addresses_of(seen)):
                    with alone:
                        expect_official(address, officials(SCR), seen)
                        for person in people(journey):
                            expect_none("patient data in the address", words_in(person, address), seen)


@criterion("SCR-28")
def test_1_click_is_for_the_patient_whose_referral_is_open(evidence: EvidenceView):
    """The NHS number that is handed over, in a window of its own; nothing stays handed over for the next patient."""
    for journey in evidence.each():
        unseen = Unseen()
        for seen in ways(journey, "scr-1-click"):
            with unseen:
                due = person_about(journey, seen)["nhs_number"]
                context = seen.shown.get("context") or {}
                expect_equal(
                    "the NHS number that is handed over", due, digits(context.get("nhs_number")), seen
                )
                expect(
                    seen.shown.get("window") in (None, "new"), "a new window", seen.shown.get("window"), seen
                )
        for seen in journey.observations("open_referral"):
            with unseen:
                due = person_about(journey, seen)["nhs_number"]
                kept = digits((seen.shown.get("one_click") or {}).get("nhs_number"))
                expect(
                    kept in ("", due),
                    f"nobody, or {due}, handed over",
                    kept,
                    seen,
                    "Clear it with its patient.",
                )
        unseen.tell()

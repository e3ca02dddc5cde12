"""Whoever is told of a patient is told of that patient alone; who need not know is told of nobody.

Source: NHS England, Data Security and Protection Toolkit, assertion 1 (personal confidential data is shared for lawful
purposes only); seed CPCS Technical Toolkit, June 2021, Information Governance.
"""

from cpcs_harness.judging import EvidenceView, criterion

from ._accounted import all_accounted_for, entries_of
from ._calls import Call, calls_to, nobody, one_patient_each

CLAIMS = ("submit_claim", "amend_claim")


@criterion("ACC-01")
def test_an_email_is_about_one_patient(evidence: EvidenceView):
    """Subject, texts, attachments and headers, whatever their encoding."""
    one_patient_each(calls_to(evidence, "nhsmail"))


@criterion("ACC-02")
def test_a_message_over_mesh_is_about_one_patient(evidence: EvidenceView):
    """Headers and content, of all chunks together."""
    one_patient_each(calls_to(evidence, "mesh"))


@criterion("ACC-03")
def test_a_claim_is_about_one_patient(evidence: EvidenceView):
    """Address, headers and the whole claim."""
    one_patient_each(_claims(evidence))


@criterion("ACC-13")
def test_a_claim_is_for_somebody_who_was_referred(evidence: EvidenceView):
    """Each names somebody whom this run has referred; one that is taken back is one that was made."""
    all_accounted_for(entries_of(evidence, "mys"))


def _claims(evidence: EvidenceView) -> list[Call]:
    return [(call, told) for call, told in calls_to(evidence, "mys") if call.operation in CLAIMS]


@criterion("ACC-04")
def test_pds_is_asked_for_one_patient(evidence: EvidenceView):
    """No other patient in address, header or body."""
    one_patient_each(calls_to(evidence, "pds"))


@criterion("ACC-05")
def test_a_care_record_is_asked_for_one_patient(evidence: EvidenceView):
    """Address, headers and alerts."""
    one_patient_each(calls_to(evidence, "scr"))


@criterion("ACC-06")
def test_the_tracker_is_asked_for_one_patient(evidence: EvidenceView):
    """Either interface of the tracker."""
    one_patient_each(calls_to(evidence, "eps_tracker", "clinical_tracker"))


@criterion("ACC-07")
def test_exemptions_are_asked_for_one_patient(evidence: EvidenceView):
    """Address, headers and body."""
    one_patient_each(calls_to(evidence, "rtec"))


@criterion("ACC-08")
def test_an_onward_referral_by_fhir_is_about_one_patient(evidence: EvidenceView):
    """The whole message."""
    one_patient_each(calls_to(evidence, "onward"))


@criterion("ACC-09")
def test_dos_is_told_of_nobody(evidence: EvidenceView):
    """But for the postcode in the address of a search."""
    nobody(calls_to(evidence, "dos"), ("postcode",), "address")


@criterion("ACC-10")
def test_the_guidance_service_is_told_of_nobody(evidence: EvidenceView):
    """Topics alone."""
    nobody(calls_to(evidence, "cks"))


@criterion("ACC-11")
def test_the_register_is_told_of_no_patient(evidence: EvidenceView):
    """Pharmacists' numbers alone."""
    nobody(calls_to(evidence, "cppe"))


@criterion("ACC-12")
def test_the_mini_service_is_asked_for_one_patient(evidence: EvidenceView):
    """No other patient in address, header or body."""
    one_patient_each(calls_to(evidence, "smsp"))

"""A patient's own details stand in the body of what is sent, and outside it only where a published format has them.

Source: NHS England, Data Security and Protection Toolkit, assertion 1; interface sheets mesh-itk3-nhsmail-mys, B9
and C4, and pds-smsp-auth, C26; the places that formats publish: places.yaml.
"""

from cpcs_harness.judging import EvidenceView, criterion, expect_none

from ._calls import calls_to
from ._own import details_of, found_in, in_place
from ._refusals import refusals


def _in_place(evidence: EvidenceView, *services: str) -> None:
    for call, told in calls_to(evidence, *services):
        in_place(evidence.views, call, told)


@criterion("OWN-01")
def test_an_email_tells_of_its_patient_in_its_text_alone(evidence: EvidenceView):
    """Subject, names of files and every other header of the e-mail and of its parts."""
    _in_place(evidence, "nhsmail")


@criterion("OWN-02")
def test_a_message_over_mesh_tells_of_its_patient_in_its_content(evidence: EvidenceView):
    """Mex-To and Mex-Subject are as they are published; other headers and the address name nobody."""
    _in_place(evidence, "mesh")


@criterion("OWN-03")
def test_a_claim_tells_of_its_patient_in_its_body(evidence: EvidenceView):
    """Address and headers, whether it is made, changed or withdrawn."""
    _in_place(evidence, "mys")


@criterion("OWN-04")
def test_pds_is_told_of_the_patient_in_path_and_search_alone(evidence: EvidenceView):
    """No header has a detail, the user agent and the marks of requests among them."""
    _in_place(evidence, "pds")


@criterion("OWN-05")
def test_a_care_record_is_asked_for_by_number_alone(evidence: EvidenceView):
    """The NHS number in the address; nothing in a header."""
    _in_place(evidence, "scr")


@criterion("OWN-06")
def test_the_tracker_is_asked_by_number_alone(evidence: EvidenceView):
    """The NHS number in the address; nothing in a header."""
    _in_place(evidence, "eps_tracker", "clinical_tracker")


@criterion("OWN-07")
def test_exemptions_are_asked_for_in_the_body(evidence: EvidenceView):
    """Nothing in address or headers."""
    _in_place(evidence, "rtec")


@criterion("OWN-08")
def test_an_onward_referral_by_fhir_tells_of_its_patient_in_its_body(evidence: EvidenceView):
    """Nothing in address or headers."""
    _in_place(evidence, "onward")


@criterion("OWN-09")
def test_the_mini_service_is_asked_in_the_body(evidence: EvidenceView):
    """Nothing in address or HTTP headers."""
    _in_place(evidence, "smsp")


@criterion("OWN-10")
def test_a_fault_tells_of_nobody(evidence: EvidenceView):
    """Of the patient of the message that it refuses: their own details, in its words and its headers."""
    _nobody_in(evidence, "nhs111", "nhs111online")


@criterion("OWN-11")
def test_an_operation_outcome_tells_of_nobody(evidence: EvidenceView):
    """Of the patient of the message that it refuses: their own details, in its words and its headers."""
    _nobody_in(evidence, "nhs111fhir")


def _nobody_in(evidence: EvidenceView, *services: str) -> None:
    for call, told in refusals(evidence, *services):
        details = details_of(evidence.views, told, call.at)
        said = " ".join(f"{name}: {value}" for name, value in call.response.headers)
        text = call.response.body.decode("utf-8", "replace")
        found = sorted(found_in(said, details) | found_in(text, details))
        expect_none("detail of the patient in the refusal", found, call, "Say what is wrong, not of whom.")

"""Every telephone number is shown, with what it is for and whose it is.

Source: NHS 111 Domain Message Specification v2.1 RC1, telecom and informant (interface sheet nhs111-itk22, 3.3 and 3.4,
case S23).
"""

from cpcs_harness.judging import EvidenceView, criterion

from .._shared.nhs111_report.expectations import expect_shown
from .._shared.nhs111_report.messages import sent_as
from .._shared.nhs111_report.shown import telephone_faults


@criterion("N111-37")
def test_every_number_is_shown_with_whose_it_is(evidence: EvidenceView):
    """The patient's for calling back and at home; the caller's, with name and relationship."""
    for journey in evidence.each():
        calls = sent_as(journey, "told-by-a-carer", "told-by-a-spouse", "verified-and-local-id")
        todo = "Show patientRole's numbers with their use, and the informant's beside them."
        expect_shown(journey, calls, "every number, with its use and whose it is", telephone_faults, todo)

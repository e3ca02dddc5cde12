"""However a report writes what it says, an opened referral shows it: name, address, number to call, decision, practice.

Source: NHS 111 Domain Message Specification v2.1 RC1, COCD_TP145201GB01 and COCD_TP146232GB01 (interface sheet
nhs111-itk22, 3.3 to 3.5, cases A05, A07 and R20).
"""

from cpcs_harness.judging import EvidenceView, criterion

from .._shared.nhs111_report import strays
from .._shared.nhs111_report.expectations import expect_shown
from .._shared.nhs111_report.messages import Plain, every_form
from .._shared.nhs111_report.shown import (
    address_faults,
    callback_faults,
    disposition_faults,
    identity_faults,
    practice_faults,
    sender_faults,
    written_faults,
)

PARTS = (
    identity_faults,
    callback_faults,
    disposition_faults,
    practice_faults,
    sender_faults,
    written_faults,
    strays.address_faults,
)


@criterion("N111-60")
def test_the_patients_address_is_shown(evidence: EvidenceView):
    """Home, with each line and the postcode; and where the patient is now, if that is elsewhere."""
    for journey in evidence.each():
        todo = "Show each addr with its use: H and HP are home, PHYS is where the patient is now."
        expect_shown(journey, every_form(journey), "home, and where the patient is", address_faults, todo)


@criterion("N111-61")
def test_identity_and_decision_are_shown_in_whatever_form_they_come(evidence: EvidenceView):
    """Names by their use, ids by their root, numbers by each of their uses, words wherever they may stand."""
    for journey in evidence.each():
        todo = "Go by uses and roots, and not by positions; take all that a document allows."
        expect_shown(journey, every_form(journey), "what the report says", said_faults, todo)


def said_faults(report: Plain, shown: Plain) -> list[str]:
    """Say what of name, number to call, decision, practice, sender and time is not as it was sent."""
    return [fault for part in PARTS for fault in part(report, shown)]

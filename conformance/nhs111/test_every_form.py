"""However a report writes what it says, an opened referral shows it: name, address, number to call, decision, practice.

Source: NHS 111 Domain Message Specification v2.1 RC1, COCD_TP145201GB01 and COCD_TP146232GB01 (interface sheet
nhs111-itk22, 3.3 to 3.5, cases A05, A07 and R20).
"""

import re
from collections.abc import Iterator

from cpcs_harness.judging import EvidenceView, JourneyView, ObservationView, criterion
from cpcs_harness.judging.in_words import in_words

from .._shared.nhs111_report import strays
from .._shared.nhs111_report.expectations import Wrong, expect_right, expect_shown
from .._shared.nhs111_report.messages import Plain, every_form, name_of, report_of
from .._shared.nhs111_report.shown import (
    address_faults,
    callback_faults,
    disposition_faults,
    identity_faults,
    practice_faults,
    sender_faults,
    written_faults,
)
from .._shared.nhs111_report.worklists import rows_of_report

MINOR, URGENT = "minor-illness", "urgent-medicines"
PATHWAYS = {28: MINOR, **dict.fromkeys((80, 85, 86, 87), URGENT)}
"""What each outcome of NHS Pathways asks for that sends a patient to a pharmacy by its number (nhs111-itk22, 4.1)."""
CODE = re.compile(r"(?:DispoCode)?Dx0*(\d+)", re.IGNORECASE)
UNTOLD = ("", None, "unknown")

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


@criterion("N111-61")
def test_each_row_has_the_pathway_that_its_disposition_asks_for(evidence: EvidenceView):
    """Each of the four urgent ones, and minor illness, however the code is spelled; an empty one misleads nobody."""
    for journey in evidence.each():
        wrong: Wrong = list(other_pathways(journey))
        todo = "Take the number of the disposition's code, whatever stands before it: Dx80 and Dx85 to Dx87 are urgent."
        expect_right("the pathway of the disposition in each row", wrong, todo)


def other_pathways(journey: JourneyView) -> Iterator[tuple[str, ObservationView]]:
    """Name the rows whose pathway is another than that of their report's disposition."""
    looks = journey.observations("worklist")
    for call in every_form(journey):
        code = CODE.fullmatch(str(report_of(call)["disposition_code"]))
        due = PATHWAYS.get(int(code[1])) if code else None
        for look in looks if due else ():
            for row in rows_of_report(report_of(call), look):
                if row.get("pathway") not in (*UNTOLD, due):
                    yield (
                        f"{name_of(call)}: {code and code[0]} in the pathway {in_words(row.get('pathway'))}",
                        look,
                    )


def said_faults(report: Plain, shown: Plain) -> list[str]:
    """Say what of name, number to call, decision, practice, sender and time is not as it was sent."""
    return [fault for part in PARTS for fault in part(report, shown)]

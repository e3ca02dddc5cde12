"""A row of the worklist says of a referral what its report says: whose it is, how urgent, and how far it has come.

Source: NHS 111 Domain Message Specification v2.1 RC1 (interface sheet nhs111-itk22, section 3); CPCS Technical Toolkit,
June 2021, NHS 111 report message (inbound).
"""

from collections.abc import Mapping
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    JourneyView,
    NotShown,
    ObservationView,
    criterion,
    expect,
)

from .._shared.nhs111_report.expectations import expect_code
from .._shared.nhs111_report.worklists import rows_of_report
from .._shared.screen import expect_row_of

UNTOLD = ("", None)
OVER = ("completed", "referred-onward", "rejected", "withdrawn")
SOURCES = ("nhs111", "nhs111-online")
NEVER = 10**12


@criterion("N111-49")
def test_each_row_says_what_its_report_says(evidence: EvidenceView):
    """Name, birth date, number, disposition, source, pathway and status, each look; an empty one misleads nobody."""
    for journey in evidence.each():
        looked = False
        for look in journey.observations("worklist"):
            for row in rows_of_report(journey.report, look):
                looked = True
                expect_row_of(journey.report["person"], row, look)
                expect_code(journey.report["disposition_code"], row.get("disposition_code"), look)
                source = row.get("source")
                expect(source in (*UNTOLD, *SOURCES), "NHS 111 as the source", source, look)
                expect_state(journey, row, look)
        if not looked:
            raise NotShown(f"journey {journey.id}: no worklist has a row of its referral (N111-08)")


def expect_state(journey: JourneyView, row: Mapping[str, Any], look: ObservationView) -> None:
    """Raise NotMet where a row says another pathway, or that work is over which is not, or the other way round."""
    pathway = row.get("pathway")
    right = pathway in (*UNTOLD, "unknown", journey.pathway)
    expect(right, f"pathway {journey.pathway}", pathway, look)
    ends = (*journey.observations("complete", at_least=0), *journey.observations("refer_onward", at_least=0))
    over = look.seq > min((seen.seq for seen in ends), default=NEVER)
    status = row.get("status")
    agrees = status in UNTOLD or (status in OVER) == over
    expect(agrees, f"a status that says that the work is {'over' if over else 'to be done'}", status, look)

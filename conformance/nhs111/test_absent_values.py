"""Values that a report does not hold are shown as unknown, and none in their place.

Source: NHS 111 Domain Message Specification v2.1 RC1, COCD_TP145201GB01 (interface sheet nhs111-itk22, 3.3, cases A05
and A13).
"""

from cpcs_harness.judging import EvidenceView, criterion

from .._shared.nhs111_report.expectations import expect_shown
from .._shared.nhs111_report.messages import Plain, every_form, must_have_sent
from .._shared.nhs111_report.shown import practice_faults, unknown_faults

GAPS = (
    "birth-month",
    "birth-year",
    "birth-unknown",
    "gender-unknown",
    "disposition-with-a-word-before",
    "no-practice",
)


def invented(report: Plain, shown: Plain) -> list[str]:
    """Say what is shown that was not sent."""
    return unknown_faults(report, shown) + practice_faults(report, shown)


@criterion("N111-38")
def test_nothing_is_put_in_the_place_of_what_was_not_sent(evidence: EvidenceView):
    """The practice, parts of the birth date, the gender."""
    for journey in evidence.each():
        must_have_sent(journey, *GAPS)
        todo = "Leave unknown what is unknown."
        expect_shown(journey, every_form(journey), "as much as was sent, and no more", invented, todo)

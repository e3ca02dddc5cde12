"""The time that a report was written is shown, and late reports are taken.

Source: NHS 111 Domain Message Specification v2.1 RC1, effectiveTime (interface sheet nhs111-itk22, 3.2, cases A02, A12,
S13 and S26).
"""

from cpcs_harness.judging import EvidenceView, criterion

from .._shared.nhs111_report.expectations import expect_right, expect_shown
from .._shared.nhs111_report.messages import every_form, is_taken, sent_as
from .._shared.nhs111_report.shown import written_faults

FORMS = (
    *("offset-of-hours", "offset-of-minutes", "offset-ahead", "no-offset", "to-the-minute", "fraction"),
    "from-and-misspelt-namespace",
)


@criterion("N111-34")
def test_the_time_of_writing_is_shown_right_in_every_form(evidence: EvidenceView):
    """Offsets of two and of four digits, none (which is London's time), minutes alone, fractions."""
    for journey in evidence.each():
        sent_as(journey, *FORMS)
        todo = "Read the offset; where there is none, the time is London's."
        expect_shown(
            journey, every_form(journey), "the time at which the report was written", written_faults, todo
        )


@criterion("N111-34")
def test_a_report_that_comes_two_days_late_is_taken_and_shown_so(evidence: EvidenceView):
    """A provider whose system was down sends what it has written meanwhile."""
    for journey in evidence.each():
        late = sent_as(journey, "late")
        wrong = [(f"HTTP status {call.response.status}", call) for call in late if not is_taken(call)]
        expect_right("a report of two days ago taken in", wrong)
        expect_shown(journey, late, "the time at which the report was written", written_faults)

"""An NHS number is shown as verified where it was sent so, and nowhere else.

Source: NHS 111 Domain Message Specification v2.1 RC1, recordTarget (interface sheet nhs111-itk22, 3.3, cases A01, A07,
A08 and R21).
"""

from cpcs_harness.judging import EvidenceView, NotShown, criterion

from .._shared.nhs111_report.expectations import expect_shown
from .._shared.nhs111_report.messages import every_form, must_have_sent, report_of
from .._shared.nhs111_report.shown import number_faults

UNVERIFIED = (
    "field",
    "number-unverified",
    "number-too-short",
    "number-with-wrong-check-digit",
    "local-id-alone",
)
VERIFIED = "verified-and-local-id"


@criterion("N111-36")
def test_only_a_number_that_was_sent_as_verified_is_shown_so(evidence: EvidenceView):
    """The root of the identifier says whether it was traced; zeros, nine digits or a wrong check digit never were."""
    for journey in evidence.each():
        must_have_sent(journey, *UNVERIFIED, VERIFIED)
        calls = every_form(journey)
        todo = "Go by the identifier's root, and by the check digit."
        expect_shown(journey, calls, "the number as it was sent, verified or not", number_faults, todo)
        traced = [call for call in calls if report_of(call)["number"] == "verified"]
        for call in traced:
            document = report_of(call)["document_id"]
            seen = next(iter(journey.shown_of(document)[::-1]), None)
            if seen is None:
                raise NotShown(f"journey {journey.id}: document {document} was not opened")
            if not isinstance((seen.shown.get("patient") or {}).get("nhs_number_verified"), bool):
                raise NotShown(
                    f"{seen.where}: does not tell whether the number is verified", exchanges=[seen.id]
                )

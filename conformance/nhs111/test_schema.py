"""Responses and faults are valid to their schemas.

Source: ITK WSDL NHS111-v3-0 and ITKDatatypes-2010-05.
"""

from cpcs_harness.errors import HarnessError
from cpcs_harness.formats.nhs111.schemas import problems
from cpcs_harness.formats.soap import read_answer
from cpcs_harness.judging import EvidenceView, ExchangeView, NotShown, criterion

from .._shared.nhs111_report.expectations import Wrong, expect_right
from .._shared.nhs111_report.messages import name_of


@criterion("N111-45")
def test_each_answer_is_valid_to_the_schemas(evidence: EvidenceView):
    """Order, number and form of the elements: by our schema, and by the official pack where it was given."""
    for journey in evidence.each():
        ours_must_be_valid(journey.sent("nhs111"))
        answers = [call for call in journey.sent("nhs111") if read_answer(call.response.xml) is not None]
        if not answers:
            raise NotShown(f"journey {journey.id}: nothing was answered in SOAP 1.1")
        wrong: Wrong = [(f"{name_of(call)}: {fault}", call) for call in answers for fault in faults_in(call)]
        expect_right(
            "answers that are valid to their schemas", wrong, "Hold your answers against the WSDL's types."
        )


def ours_must_be_valid(calls: list[ExchangeView]) -> None:
    """Break off when the official pack refuses what the harness sent whole: that would be no fault of a candidate."""
    for call in calls:
        refused = (call.by_pack or {}).get("request") or ()
        if refused:
            raise HarnessError(
                f"the official pack refuses our own message {call.id}: {'; '.join(refused[:3])}"
            )


def faults_in(call: ExchangeView) -> list[str]:
    """Say what the schemas find wrong with an answer; the rules beyond them are other criteria's."""
    by_ours = [problem for problem in problems(call.response.xml, "answer") if problem.rule == "XSD"]
    by_pack = (call.by_pack or {}).get("response") or ()
    return [f"{text.where}: {text.text}" for text in by_ours] + [
        f"official pack: {problem}" for problem in by_pack
    ]

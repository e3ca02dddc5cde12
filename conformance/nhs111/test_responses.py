"""The response to a report: SimpleMessageResponse, its headers and ids.

Source: ITK2.2 Core / Toolkit Workbench rule set, responses (interface sheet nhs111-itk22, 1.3, cases R10, S16 and S27).
"""

from cpcs_harness.formats.soap import ERROR_CODES, FAULT_ACTIONS, NAMESPACES, UUID_PATTERN, read_answer
from cpcs_harness.judging import (
    EvidenceView,
    NotMet,
    NotShown,
    criterion,
    expect,
    expect_all_different,
    expect_equal,
    expect_match,
)
from cpcs_harness.judging.in_words import in_words

from .._shared.nhs111_report.messages import name_of
from .._shared.screen import digits
from .._shared.text import plain_reference

SIMPLE_RESPONSE = f"{{{NAMESPACES['itk']}}}SimpleMessageResponse"


WRONG_COUNT = "manifest-count"
"""The damage of a report whose manifest counts what is not there."""


@criterion("N111-01")
def test_a_report_taken_in_is_answered_as_the_service_says(evidence: EvidenceView):
    """SimpleMessageResponse, under the service's name plus "Response", with a message id of its own."""
    calls = evidence.exchanges("nhs111", "send_report")

    for call in calls:
        answer = read_answer(call.response.xml)
        if answer is None:
            raise NotMet(
                "a SOAP 1.1 envelope", in_words(call.response.body), at=call.where, exchanges=[call.id]
            )
        service = call.request.xml.find(".//itk:header", NAMESPACES).get("service")
        expect_equal("the body's first element", SIMPLE_RESPONSE, answer.first_child, call)
        expect_equal(
            "wsa:Action", f"{service}Response", answer.action, call, "Add Response to the service's name."
        )
        expect_match("wsa:MessageID", UUID_PATTERN, answer.message_id, call)
    expect_all_different("a message id", [(message_id(call), call) for call in calls] + sent_ids(calls))


def message_id(call) -> str:
    """Give the id of an answer, in one writing."""
    return read_answer(call.response.xml).message_id.upper().removeprefix("URN:UUID:")


def sent_ids(calls) -> list:
    """Give the ids of the reports themselves, which no answer may repeat."""
    return [
        (call.request.xml.findtext(".//a:MessageID", namespaces=NAMESPACES).upper(), call) for call in calls
    ]


def expect_refused(call) -> None:
    """Raise NotMet unless a report was refused by a SOAP fault with ToolkitErrorInfo 1000."""
    answer = read_answer(call.response.xml)
    expect_equal("the HTTP status of a SOAP 1.1 fault", 500, call.response.status, call)
    expect(answer is not None, "a SOAP 1.1 fault", call.response.body[:200], call)
    expect(answer.action in FAULT_ACTIONS, "wsa:Action of a fault", answer.action, call)
    expect(answer.error_code in ERROR_CODES, "an ITK error code", answer.error_code, call)
    expect_equal("the error code", "1000", answer.error_code, call, "Refuse it as the client's mistake.")
    expect_match("ErrorID", UUID_PATTERN, answer.error_id, call)


@criterion("N111-10")
def test_a_report_with_a_wrong_manifest_is_refused_and_leaves_nothing_behind(evidence: EvidenceView):
    """A fault with ToolkitErrorInfo 1000; and the worklist, looked at afterwards, is as it was before."""
    for journey in evidence.each():
        damaged = [call for call in journey.sent("nhs111", "send_report") if name_of(call) == WRONG_COUNT]
        if not damaged:
            reason = journey.ended.get("reason") or "it was not sent"
            raise NotShown(f"journey {journey.id} came to no report with a wrong manifest: {reason}")
        for call in damaged:
            expect_refused(call)
        looks = [look for look in journey.observations("worklist") if look.seq > damaged[0].seq]
        if not looks:
            raise NotShown(f"journey {journey.id}: the worklist was not seen after the damaged report")
        case_id, number = plain_reference(journey.report["case_id"]), journey.person["nhs_number"]
        rows = [
            row
            for row in looks[-1].shown.get("referrals") or ()
            if plain_reference(row.get("case_id")).startswith(case_id)
            or digits(row.get("nhs_number")) == number
        ]
        expect(len(rows) <= 1, "no row of the refused report", rows, looks[-1])
        if not rows:
            raise NotShown(
                "the sound report is not listed either, so the refused one's absence proves nothing"
            )

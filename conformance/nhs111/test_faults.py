"""What cannot be taken is refused with a SOAP fault that the sender can read.

Source: ITK2.2 Core / Toolkit Workbench rule set, faults; SOAP 1.1 (interface sheet nhs111-itk22, 1.3 and 6.2, cases R01
to R16, R22, R23, R30 and R31).
"""

import re

from cpcs_harness.formats.soap import ERROR_CODES, FAULT_ACTIONS, NAMESPACES, UUID_PATTERN, read_answer
from cpcs_harness.formats.xml import why_unread
from cpcs_harness.judging import EvidenceView, ExchangeView, NotShown, criterion
from cpcs_harness.judging.in_words import in_words

from .._shared.nhs111_report.expectations import Wrong, expect_right
from .._shared.nhs111_report.messages import is_taken, name_of, sent_as
from ._damages import (
    BEFORE_SOAP,
    CONTRADICTORY,
    FOREIGN,
    HOSTILE,
    NO_SOAP,
    NOT_UNDERSTOOD,
    PACKED,
    STRICT,
    is_refused,
    listed,
    not_refused,
)

FAULT_CODES = ("Client", "Server", "MustUnderstand", "VersionMismatch")


@criterion("N111-13")
def test_each_refusal_is_a_fault_that_the_sender_can_read(evidence: EvidenceView):
    """HTTP 500, the fault's Action, one ErrorID that is a UUID, and a code of the list."""
    for journey in evidence.each():
        refused = [
            call for call in journey.sent("nhs111") if is_refused(call) and not is_stopped_before_soap(call)
        ]
        if not refused:
            raise NotShown(f"journey {journey.id}: nothing was refused")
        wrong: Wrong = [(f"{name_of(call)}: {fault}", call) for call in refused for fault in faults_in(call)]
        expect_right(
            "a SOAP 1.1 fault with ToolkitErrorInfo", wrong, "Escape what the fault quotes of a message."
        )


def is_stopped_before_soap(call: ExchangeView) -> bool:
    """Say whether HTTP itself, or a gateway that knows hostile XML, refused a message before it was read as SOAP."""
    return 400 <= call.response.status < 500 and name_of(call) in (*BEFORE_SOAP, *HOSTILE, *PACKED)


def faults_in(call: ExchangeView) -> list[str]:
    """Say what is wrong with a refusal."""
    answer, root = read_answer(call.response.xml), call.response.xml
    if answer is None:
        why = why_unread(call.response.body)[0] if root is None else f"its root is {root.tag}"
        return [f"no well-formed SOAP 1.1 envelope: {why}"]
    kind = answer.fault_code.rpartition(":")[2]
    said = [
        (call.response.status == 500, f"HTTP status {call.response.status}"),
        (answer.action in FAULT_ACTIONS, f"wsa:Action {in_words(answer.action)}"),
        (kind in FAULT_CODES, f"faultcode {in_words(answer.fault_code)}"),
    ]
    if kind not in ("MustUnderstand", "VersionMismatch"):  # these need no ToolkitErrorInfo
        ids = root.findall(".//itk:ErrorID", NAMESPACES)
        said += [
            (len(ids) == 1, f"{len(ids)} ErrorIDs"),
            (re.fullmatch(UUID_PATTERN, answer.error_id) is not None, f"ErrorID {in_words(answer.error_id)}"),
            (answer.error_code in ERROR_CODES, f"ErrorCode {in_words(answer.error_code)}"),
        ]
    return [fault for right, fault in said if not right]


@criterion("N111-14")
def test_what_is_no_soap_in_utf_8_is_refused(evidence: EvidenceView):
    """Another format, encoding or version, or what was cut off: refused, and nothing of it listed."""
    for journey in evidence.each():
        calls = sent_as(journey, *NO_SOAP)
        # A GET may bring a description of the service; it must not look like a report that was taken.
        others = sent_as(journey, "get", "put")
        wrong = [(f"{name_of(call)}: taken", call) for call in others if is_taken(call)]
        expect_right("a refusal", not_refused(calls) + wrong, "Take UTF-8 alone (WS-STD-01).")
        expect_right("nothing listed of what was refused", listed(journey, calls))


@criterion("N111-15")
def test_an_envelope_that_contradicts_itself_is_refused(evidence: EvidenceView):
    """Action and service, identifiers, manifest and payloads, profile, order of elements."""
    for journey in evidence.each():
        calls = sent_as(journey, *CONTRADICTORY)
        expect_right(
            "a refusal", not_refused(calls), "Hold the envelope against its schema and against itself."
        )
        expect_right("nothing listed of what was refused", listed(journey, calls))


@criterion("N111-16")
def test_what_is_for_nobody_here_is_refused_and_tells_nothing_of_who_is(evidence: EvidenceView):
    """Refused, listed nowhere, and no pharmacy of the system is named in the fault."""
    names = [
        premises[key]
        for premises in evidence.environment["premises"]
        for key in ("ods", "name", "dos_service_id")
    ]
    for journey in evidence.each():
        calls = sent_as(journey, *FOREIGN)
        expect_right(
            "a refusal", not_refused(calls), "Refuse what is addressed to no pharmacy that you serve."
        )
        expect_right("nothing listed of what was refused", listed(journey, calls))
        said = [(name, call) for call in calls for name in names if is_named(name, call.response.body)]
        told: Wrong = [(f"the fault names {name}", call) for name, call in said]
        expect_right("a fault that names none of the system's pharmacies", told)


def is_named(name: str, body: bytes) -> bool:
    """Say whether a fault has a name or a code, and not as a part of a longer one that the sender wrote."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)".encode(), body) is not None


@criterion("N111-18")
def test_what_is_not_understood_is_said_to_be(evidence: EvidenceView):
    """A MustUnderstand fault, or a VersionMismatch fault for an envelope of SOAP 1.2."""
    for journey in evidence.each():
        wrong: Wrong = []
        for call in sent_as(journey, *NOT_UNDERSTOOD):
            answer = read_answer(call.response.xml)
            code = answer.fault_code.rpartition(":")[2] if answer else ""
            if code != NOT_UNDERSTOOD[name_of(call)]:
                wrong.append(
                    (f"{name_of(call)}: HTTP status {call.response.status}, faultcode {in_words(code)}", call)
                )
        expect_right("the fault that SOAP 1.1 names for it", wrong)
        expect_right(
            "nothing listed of what was not understood", listed(journey, sent_as(journey, *NOT_UNDERSTOOD))
        )


@criterion("N111-22")
def test_the_rules_of_strict_itk_are_held_where_their_headers_are_there(evidence: EvidenceView):
    """To, Timestamp, Username and ReplyTo."""
    for journey in evidence.each():
        calls = sent_as(journey, *STRICT)
        expect_right("a refusal", not_refused(calls), "Check the headers that a sender fills in.")
        expect_right("nothing listed of what was refused", listed(journey, calls))

"""ITK3 responses as a practice's system writes them: the code list, and the message.

Source: ITK3 Messaging Distribution 2.10.0, responses; ITK-ResponseCodes-1 version 1.5.0 (interface sheet
mesh-itk3-nhsmail-mys, B6). Left out: the codes that no answer to a pharmacy's notification has.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import NamedTuple

from cpcs_harness.people.model import Practice
from cpcs_harness.times import real_now, stamp

from .nodes import (
    EVENTS,
    ODS,
    STU3,
    UUIDS,
    Node,
    add,
    coding,
    handling,
    identifier,
    refer,
    resource,
    root,
    written,
)

RESPONSE_CODES = f"{STU3}/CodeSystem/ITK-ResponseCodes-1"
UNREADABLE = "UNREADABLE-IN-ORIGINAL-MESSAGE"


class Answer(NamedTuple):
    """One entry of the response codes: response code, severity and issue code go with each."""

    code: str
    display: str
    response: str
    severity: str
    issue: str


_GOOD, _BAD = ("ok", "information"), ("fatal-error", "fatal")
ANSWERS = {
    answer.code: answer
    for answer in (
        Answer("20013", "Success", *_GOOD, "informational"),
        Answer("30001", "Patient known here", *_GOOD, "informational"),
        Answer("30004", "Patient known here. (Patient deceased recently)", *_GOOD, "informational"),
        Answer("30002", "Patient not known here", *_BAD, "not-found"),
        Answer("30003", "Patient no longer at this clinical setting", *_BAD, "business-rule"),
        Answer("10001", "Handling specification error", *_BAD, "processing"),
        Answer("10002", "Infrastructure acknowledgement flag error", *_BAD, "processing"),
        Answer("10003", "Business acknowledgement flag error", *_BAD, "processing"),
        Answer("10004", "Message definition error", *_BAD, "processing"),
        Answer("10005", "Message definition version error", *_BAD, "processing"),
        Answer("10007", "Sender reference error", *_BAD, "processing"),
        Answer("10008", "Handling contradicts the payload", *_BAD, "processing"),
        Answer("10009", "Unreadable message", *_BAD, "processing"),
        Answer("10010", "Recipient type error", *_BAD, "processing"),
        Answer("20001", "Unknown recipient person", *_BAD, "not-found"),
        Answer("20002", "Unknown recipient organisation", *_BAD, "not-found"),
        Answer("20003", "Unknown sender", *_BAD, "not-found"),
        Answer("20004", "Attachment type not approved", *_BAD, "security"),
        Answer("20005", "Attachment type not supported", *_BAD, "security"),
        Answer("20006", "Header validation failure", *_BAD, "invalid"),
        Answer("20007", "Duplicate message", *_BAD, "duplicate"),
        Answer("20008", "Duplicate document", *_BAD, "duplicate"),
        Answer("20009", "Payload validation failure", *_BAD, "invalid"),
        Answer("20010", "Unknown payload recipient organisation", *_BAD, "not-found"),
        Answer("20011", "Unknown payload recipient person", *_BAD, "not-found"),
        Answer("20012", "Unauthorised sender", *_BAD, "security"),
        Answer("20014", "Replacement document cannot be processed", *_BAD, "processing"),
        Answer("20015", "Message too large", *_BAD, "processing"),
    )
}
SUCCESS, KNOWN, NOT_KNOWN, CANNOT_READ = (ANSWERS[code] for code in ("20013", "30001", "30002", "10009"))
SAME_MESSAGE, SAME_DOCUMENT = ANSWERS["20007"], ANSWERS["20008"]
EVENT, OLD_EVENT = ("ITK008M", "ITK Response"), ("ITK002M", "ITK Acknowledgement")


@dataclass(frozen=True)
class Received:
    """What a practice needs to know of a message to answer it."""

    header_id: str
    reply_to: str
    sender_reference: str
    wants_infrastructure: bool
    wants_business: bool
    nhs_number: str
    document_id: str = ""
    """Composition.identifier."""


def response_message(
    practice: Practice, answer: Answer, received: Received, event: tuple[str, str] = EVENT
) -> bytes:
    """Write one ITK3 response (event ITK008M); its text holds nothing about the patient."""
    organization_id, outcome_id = str(uuid.uuid4()), str(uuid.uuid4())
    bundle = root("Bundle")
    add(bundle, "id", value=str(uuid.uuid4()))
    identifier(bundle, UUIDS, str(uuid.uuid4()))
    add(bundle, "type", value="message")
    header = resource(bundle, "MessageHeader", str(uuid.uuid4()))
    # A response asks for none: no acknowledgement goes in a ring.
    definition = f"{STU3}/MessageDefinition/ITK-Response-MessageDefinition-1"
    recipient = ("FI", "For Information")
    handling(header, recipient, definition, received.sender_reference, BusAck=False, InfAck=False)
    coding(header, "event", EVENTS, *event)
    refer(header, "sender", organization_id)
    add(header, "timestamp", value=stamp(real_now()).replace("Z", "+00:00"))
    add(add(header, "source"), "endpoint", value=practice.mailbox)
    _response(header, answer, received, outcome_id)
    organization = resource(bundle, "Organization", organization_id)
    identifier(organization, ODS, practice.ods)
    _outcome(resource(bundle, "OperationOutcome", outcome_id), answer)
    return written(bundle)


def _response(header: Node, answer: Answer, received: Received, outcome_id: str) -> None:
    response = add(header, "response")
    add(response, "identifier", value=received.header_id)
    add(response, "code", value=answer.response)
    refer(response, "details", outcome_id)


def _outcome(outcome: Node, answer: Answer) -> None:
    issue = add(outcome, "issue")
    add(issue, "severity", value=answer.severity)
    add(issue, "code", value=answer.issue)
    coding(add(issue, "details"), "coding", RESPONSE_CODES, answer.code, answer.display)
    add(issue, "diagnostics", value=answer.display)

"""Writing ITK3 responses (event ITK008M): what became of a message, with nothing about its patient."""

import uuid
from dataclasses import dataclass
from typing import Any

from ...formats.fhir_xml import to_xml
from ...kit.config import Premises
from ...kit.times import now
from ...outbound.gp import codes as codes
from ...outbound.gp.message import entry
from .referral import RESPONSE_EVENT, Itk3Message

_STU3 = "https://fhir.nhs.uk/STU3"
_RESPONSE_CODES = f"{_STU3}/CodeSystem/ITK-ResponseCodes-1"
_DEFINITION = f"{_STU3}/MessageDefinition/ITK-Response-MessageDefinition-1"
_NO_ID = "UNREADABLE-IN-ORIGINAL-MESSAGE"

RECEIVED, ACCEPTED, REJECTED = "20013", "30016", "30017"
SAME_MESSAGE, SAME_DOCUMENT, TOO_LARGE = "20007", "20008", "20015"


@dataclass(frozen=True)
class Meaning:
    """What a response code says, and what goes with it."""

    display: str
    severity: str
    issue: str
    response: str = "fatal-error"


MEANINGS = {
    "10009": Meaning("Unreadable message", "fatal", "processing"),
    "20002": Meaning("Unknown recipient organisation", "fatal", "not-found"),
    "20006": Meaning("Message header validation failure", "fatal", "invalid"),
    SAME_MESSAGE: Meaning("Duplicate message", "fatal", "duplicate"),
    SAME_DOCUMENT: Meaning("Duplicate document", "fatal", "duplicate"),
    "20009": Meaning("Payload validation failure", "fatal", "invalid"),
    RECEIVED: Meaning("Success", "information", "informational", "ok"),
    TOO_LARGE: Meaning("Message too large", "fatal", "processing"),
    ACCEPTED: Meaning("Referral accepted", "information", "informational", "ok"),
    REJECTED: Meaning("Referral rejected", "warning", "informational"),
}


class Itk3Responses:
    """Builds responses, a method for each part."""

    def build(self, premises: Premises, message: Itk3Message | None, code: str, why: str = "") -> bytes:
        """The response to a message, which may be one that could not be read."""
        sender, outcome = str(uuid.uuid4()), str(uuid.uuid4())
        entries = [
            entry(self.header(premises, message, code, sender, outcome)),
            entry(_organisation(sender, premises.ods)),
            entry(self.outcome(outcome, message, code, why)),
        ]
        return to_xml(
            {
                "resourceType": "Bundle",
                "id": str(uuid.uuid4()),
                "identifier": {"system": codes.RFC4122, "value": str(uuid.uuid4())},
                "type": "message",
                "entry": entries,
            }
        )

    def header(
        self, premises: Premises, message: Itk3Message | None, code: str, sender: str, outcome: str
    ) -> dict[str, Any]:
        """Which message is answered, by whom, and whether all is well."""
        return {
            "resourceType": "MessageHeader",
            "id": str(uuid.uuid4()),
            "extension": [{"url": codes.HANDLING, "extension": _handling(message)}],
            "event": {"system": codes.EVENT_SYSTEM, "code": RESPONSE_EVENT, "display": "ITK Response"},
            "sender": {"reference": f"urn:uuid:{sender}"},
            "timestamp": now(),
            "source": {"endpoint": premises.mesh.mailbox},
            "response": {
                "identifier": (message.id if message else "") or _NO_ID,
                "code": MEANINGS[code].response,
                "details": {"reference": f"urn:uuid:{outcome}"},
            },
        }

    def outcome(self, identifier: str, message: Itk3Message | None, code: str, why: str) -> dict[str, Any]:
        """What became of the message, by its code."""
        meaning = MEANINGS[code]
        concept = {"coding": [{"system": _RESPONSE_CODES, "code": code, "display": meaning.display}]}
        issue = {
            "severity": meaning.severity,
            "code": meaning.issue,
            "details": concept,
            "diagnostics": self.diagnostics(message, code, why),
        }
        return {"resourceType": "OperationOutcome", "id": identifier, "issue": [issue]}

    def diagnostics(self, _message: Itk3Message | None, code: str, why: str) -> str:
        """The diagnostics of a response: what is wrong, and never whose (rule BA-02)."""
        return why or MEANINGS[code].display


def _handling(message: Itk3Message | None) -> list[dict[str, Any]]:
    """A response asks for none: no acknowledgement goes round in a ring."""
    kind = {"system": codes.RECIPIENT_TYPE_SYSTEM, "code": "FI", "display": "For Information"}
    return [
        {"url": "BusAckRequested", "valueBoolean": False},
        {"url": "InfAckRequested", "valueBoolean": False},
        {"url": "RecipientType", "valueCoding": kind},
        {"url": "MessageDefinition", "valueReference": {"reference": _DEFINITION}},
        {"url": "SenderReference", "valueString": message.sender_reference[:255] if message else "None"},
        {"url": "LocalExtension", "valueString": "None"},
    ]


def _organisation(identifier: str, ods: str) -> dict[str, Any]:
    return {
        "resourceType": "Organization",
        "id": identifier,
        "identifier": [{"system": codes.ODS_SYSTEM, "value": ods}],
    }

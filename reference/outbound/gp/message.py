"""The ITK3 message that carries a document to the practice: bundle, header, handling."""

import uuid
from typing import Any, NamedTuple

from ...consultations.record import Record
from ...formats.fhir_xml import to_xml
from ...kit.times import now
from . import codes as codes
from .document import GpDocument
from .strands import strand_of


class Built(NamedTuple):
    """A message, and the ids by which answers and later documents name it."""

    header_id: str
    document_id: str
    """Composition.identifier."""
    body: bytes


class GpMessage:
    """Builds the message, a method for each part of it; `document` builds what it carries."""

    def __init__(self, document: GpDocument) -> None:
        self.document = document

    def build(self, record: Record, replaces: str = "") -> Built:
        """The message about a record, in place of an earlier document where one is named."""
        header_id = self.new_identifier("header")
        document = self.document.bundle(record, replaces)
        composition = document["entry"][0]["resource"]
        body = to_xml(self.message_bundle(record, header_id, document))
        return Built(header_id, composition["identifier"]["value"], body)

    def new_identifier(self, _purpose: str) -> str:
        """An identifier that nothing else has."""
        return str(uuid.uuid4())

    def message_bundle(self, record: Record, header_id: str, document: dict[str, Any]) -> dict[str, Any]:
        """The whole message: the header first, then what it points at."""
        sender, receiver = str(uuid.uuid4()), str(uuid.uuid4())
        header = self.header(record, header_id, sender, receiver, document["id"])
        return {
            "resourceType": "Bundle",
            "id": str(uuid.uuid4()),
            "meta": {"lastUpdated": now(), "profile": codes.profile("message")},
            "identifier": {"system": codes.RFC4122, "value": self.new_identifier("message")},
            "type": "message",
            "entry": [
                entry(header),
                entry(_organisation(sender, record.pharmacy.ods)),
                entry(_organisation(receiver, record.practice["ods"])),
                entry(document),
            ],
        }

    def header(
        self, record: Record, header_id: str, sender: str, receiver: str, document: str
    ) -> dict[str, Any]:
        """Who sends what to whom, and what is to happen with it."""
        return {
            "resourceType": "MessageHeader",
            "id": header_id,
            "meta": {"profile": codes.profile("header")},
            "extension": [{"url": codes.HANDLING, "extension": self.handling(record)}],
            "event": self.event(record),
            "receiver": {"reference": f"urn:uuid:{receiver}"},
            "sender": {"reference": f"urn:uuid:{sender}"},
            "timestamp": now(),
            "source": {"endpoint": record.pharmacy.mailbox},
            "focus": [{"reference": f"urn:uuid:{document}"}],
        }

    def event(self, record: Record) -> dict[str, str]:
        """The event that the message tells of."""
        strand = strand_of(record.urgent_medicines)
        return {"system": codes.EVENT_SYSTEM, "code": strand.event, "display": strand.event_display}

    def acknowledgements(self) -> tuple[bool, bool]:
        """Whether the practice is to answer that it handled the document, and that it received it."""
        return True, True

    def handling(self, record: Record) -> list[dict[str, Any]]:
        """The six parts of message handling."""
        business, infrastructure = self.acknowledgements()
        action = bool(record.consultation["actions_for_gp"])
        definition = strand_of(record.urgent_medicines).message_definition
        kind = (
            {"code": "FA", "display": "For Action"}
            if action
            else {"code": "FI", "display": "For Information"}
        )
        return [
            {"url": "BusAckRequested", "valueBoolean": business},
            {"url": "InfAckRequested", "valueBoolean": infrastructure},
            {"url": "RecipientType", "valueCoding": {"system": codes.RECIPIENT_TYPE_SYSTEM, **kind}},
            {"url": "MessageDefinition", "valueReference": {"reference": definition}},
            {"url": "SenderReference", "valueString": "None"},
            {"url": "LocalExtension", "valueString": "None"},
        ]


def entry(resource: dict[str, Any]) -> dict[str, Any]:
    """A resource in its place in a bundle, reachable by its id."""
    return {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}


def _organisation(identifier: str, ods: str) -> dict[str, Any]:
    """An organisation as a header may have it: its code, and not even a name."""
    return {
        "resourceType": "Organization",
        "id": identifier,
        "meta": {"profile": codes.profile("header organisation")},
        "identifier": [{"system": codes.ODS_SYSTEM, "value": ods}],
    }

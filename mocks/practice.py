"""A GP practice's system, as far as MESH and ITK3 meet it: it collects, acknowledges, and answers.

Source: ITK3 FHIR STU3 messaging distribution, responses (interface sheet mesh-itk3-nhsmail-mys, B6).
Left out: filing what came, replacement of documents, and the checks of a real system on a payload: a message that can
be read is taken. It answers as `20013` and `30001`, or `30002` when the patient is registered somewhere else.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, NamedTuple

from lxml import etree
from mesh_client import MeshClient

from cpcs_harness.clock import real_now, stamp
from cpcs_harness.mockkit import World
from cpcs_harness.session.model import Practice

from .mesh_sandboxed import ACKNOWLEDGEMENTS, WORKFLOW

FHIR = "http://hl7.org/fhir"
STU3 = "https://fhir.nhs.uk/STU3"
HANDLING = f"{STU3}/StructureDefinition/Extension-ITK-MessageHandling-2"
RESPONSE_CODES = f"{STU3}/CodeSystem/ITK-ResponseCodes-1"
UNREADABLE = "UNREADABLE-IN-ORIGINAL-MESSAGE"
SECONDS = 10
_NS = {"f": FHIR}
_DEFAULT: Any = {None: FHIR}  # lxml takes None as a prefix; its stubs do not know


class Answer(NamedTuple):
    """One entry of the response codes: response code, severity and issue code go with each."""

    code: str
    display: str
    response: str
    severity: str
    issue: str


SUCCESS = Answer("20013", "Success", "ok", "information", "informational")
KNOWN = Answer("30001", "Patient known here", "ok", "information", "informational")
NOT_KNOWN = Answer("30002", "Patient not known here", "fatal-error", "fatal", "not-found")
CANNOT_READ = Answer("10009", "Unreadable message", "fatal-error", "fatal", "processing")


@dataclass(frozen=True)
class Received:
    """What a practice needs to know of a message to answer it."""

    header_id: str
    reply_to: str
    sender_reference: str
    wants_infrastructure: bool
    wants_business: bool
    nhs_number: str


class PracticeResponder:
    """Plays every practice of the run, each with its own mailbox, over the same socket as the candidate."""

    def __init__(self, world: World) -> None:
        self.world = world

    def respond(self, journey_id: str) -> list[dict[str, Any]]:
        """Answer whatever lies in the mailbox of a journey's practice; gives what was sent, in order."""
        sent: list[dict[str, Any]] = []
        for practice in list(self.world.practices.values()):
            if self.world.register.match([practice.mailbox])[0] == journey_id:
                sent += self._empty(practice, journey_id)
        return sent

    def _empty(self, practice: Practice, journey: str) -> list[dict[str, Any]]:
        sent = []
        with self._client(practice) as client:
            for message_id in client.list_messages(workflow_filter=WORKFLOW):
                message = client.retrieve_message(message_id)
                body, sender = message.read(), str(message.sender)
                message.acknowledge()
                for answer, received in self._answers(practice, body, sender):
                    sent.append(self._send(client, practice, journey, answer, received))
        return sent

    def _client(self, practice: Practice) -> MeshClient:
        client = MeshClient(
            self.world.addresses["mesh"],
            practice.mailbox,
            practice.mailbox_password,
            shared_key=self.world.environment.mesh_shared_key,
            max_retries=0,  # a retry would send the same token again, which MESH takes once
            timeout=SECONDS,
        )
        client._session.trust_env = False  # no proxy stands between the mocks
        return client

    def _answers(self, practice: Practice, body: bytes, sender: str) -> list[tuple[Answer, Received]]:
        received = read(body, sender)
        if received is None:
            return [(CANNOT_READ, Received(UNREADABLE, sender, "None", True, True, ""))]
        person = self.world.people.get(received.nhs_number)
        is_ours = person is not None and person.practice.ods == practice.ods
        answers = [(SUCCESS, received)] if received.wants_infrastructure else []
        return answers + ([(KNOWN if is_ours else NOT_KNOWN, received)] if received.wants_business else [])

    def _send(
        self, client: MeshClient, practice: Practice, journey: str, answer: Answer, received: Received
    ) -> dict[str, Any]:
        body = response_message(practice, answer, received)
        message_id = str(
            client.send_message(
                received.reply_to,
                body,
                workflow_id=ACKNOWLEDGEMENTS,
                local_id=practice.ods,
                content_type="application/fhir+xml",
            )
        )
        self.world.register.link("message", message_id, journey)
        return {
            "message_id": message_id,
            "response_to": received.header_id,
            "code": answer.code,
            "display": answer.display,
            "from": practice.mailbox,
            "to": received.reply_to,
        }


def read(body: bytes, sender: str) -> Received | None:
    """Read what an answer needs out of an ITK3 message; None where it cannot be read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    headers = root.findall("f:entry/f:resource/f:MessageHeader", _NS)
    if etree.QName(root).localname != "Bundle" or not headers:
        return None
    header = headers[0]
    handling = {
        str(part.get("url")): part
        for part in header.findall(f"f:extension[@url='{HANDLING}']/f:extension", _NS)
    }
    identifiers = root.findall(".//f:Patient/f:identifier", _NS)
    return Received(
        header_id=_value(header, "f:id"),
        reply_to=(_value(header, "f:source/f:endpoint").rsplit(":", 1)[-1] or sender).upper(),
        sender_reference=_value(handling.get("SenderReference"), "f:valueString") or "None",
        # Flags that cannot be read are answered all the same.
        wants_infrastructure=_value(handling.get("InfAckRequested"), "f:valueBoolean") != "false",
        wants_business=_value(handling.get("BusAckRequested"), "f:valueBoolean") != "false",
        nhs_number=next((_value(one, "f:value") for one in identifiers if _is_nhs_number(one)), ""),
    )


def response_message(practice: Practice, answer: Answer, received: Received) -> bytes:
    """Write one ITK3 response (event ITK008M); its text holds nothing about the patient."""
    organization_id, outcome_id = str(uuid.uuid4()), str(uuid.uuid4())
    bundle = etree.Element(_tag("Bundle"), nsmap=_DEFAULT)
    _add(bundle, "id", value=str(uuid.uuid4()))
    _identifier(bundle, "https://tools.ietf.org/html/rfc4122", str(uuid.uuid4()))
    _add(bundle, "type", value="message")
    header = _entry(bundle, "MessageHeader", str(uuid.uuid4()))
    _handling(header, received.sender_reference)
    _coding(header, "event", f"{STU3}/CodeSystem/ITK-MessageEvent-2", "ITK008M", "ITK Response")
    _add(_add(header, "sender"), "reference", value=f"urn:uuid:{organization_id}")
    _add(header, "timestamp", value=stamp(real_now()).replace("Z", "+00:00"))
    _add(_add(header, "source"), "endpoint", value=practice.mailbox)
    _response(header, answer, received, outcome_id)
    organization = _entry(bundle, "Organization", organization_id)
    _identifier(organization, "https://fhir.nhs.uk/Id/ods-organization-code", practice.ods)
    _outcome(_entry(bundle, "OperationOutcome", outcome_id), answer)
    return bytes(etree.tostring(bundle, xml_declaration=True, encoding="UTF-8"))


def _response(header: etree._Element, answer: Answer, received: Received, outcome_id: str) -> None:
    response = _add(header, "response")
    _add(response, "identifier", value=received.header_id)
    _add(response, "code", value=answer.response)
    _add(_add(response, "details"), "reference", value=f"urn:uuid:{outcome_id}")


def _handling(header: etree._Element, sender_reference: str) -> None:
    handling = _add(header, "extension", url=HANDLING)
    for name in (
        "BusAckRequested",
        "InfAckRequested",
    ):  # a response asks for none: no acknowledgement goes in a ring
        _add(_add(handling, "extension", url=name), "valueBoolean", value="false")
    recipient = _add(handling, "extension", url="RecipientType")
    _coding(recipient, "valueCoding", f"{STU3}/CodeSystem/ITK-RecipientType-1", "FI", "For Information")
    definition = _add(_add(handling, "extension", url="MessageDefinition"), "valueReference")
    _add(definition, "reference", value=f"{STU3}/MessageDefinition/ITK-Response-MessageDefinition-1")
    for name, value in (("SenderReference", sender_reference), ("LocalExtension", "None")):
        _add(_add(handling, "extension", url=name), "valueString", value=value)


def _outcome(outcome: etree._Element, answer: Answer) -> None:
    issue = _add(outcome, "issue")
    _add(issue, "severity", value=answer.severity)
    _add(issue, "code", value=answer.issue)
    _coding(_add(issue, "details"), "coding", RESPONSE_CODES, answer.code, answer.display)
    _add(issue, "diagnostics", value=answer.display)


def _entry(bundle: etree._Element, kind: str, resource_id: str) -> etree._Element:
    entry = _add(bundle, "entry")
    _add(entry, "fullUrl", value=f"urn:uuid:{resource_id}")
    resource = _add(_add(entry, "resource"), kind)
    _add(resource, "id", value=resource_id)
    return resource


def _identifier(parent: etree._Element, system: str, value: str) -> None:
    identifier = _add(parent, "identifier")
    _add(identifier, "system", value=system)
    _add(identifier, "value", value=value)


def _coding(parent: etree._Element, name: str, system: str, code: str, display: str) -> None:
    coding = _add(parent, name)
    for part, value in (("system", system), ("code", code), ("display", display)):
        _add(coding, part, value=value)


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, _tag(name), attributes)


def _tag(name: str) -> str:
    return f"{{{FHIR}}}{name}"


def _value(element: etree._Element | None, path: str) -> str:
    found = element.find(path, _NS) if element is not None else None
    return str(found.get("value") or "") if found is not None else ""


def _is_nhs_number(identifier: etree._Element) -> bool:
    return _value(identifier, "f:system") == "https://fhir.nhs.uk/Id/nhs-number"

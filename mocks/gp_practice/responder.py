"""A GP practice's system, as far as MESH and ITK3 meet it: it collects, acknowledges, and answers.

Source: ITK3 FHIR STU3 messaging distribution, responses (interface sheet mesh-itk3-nhsmail-mys, B6).
Left out: filing what came, replacement of documents, and the checks of a real system on a payload: a message that can
be read is taken. It answers as `20013` and `30001`, or `30002` when the patient is registered somewhere else.
"""

from __future__ import annotations

import uuid
import zlib
from dataclasses import dataclass
from typing import Any, NamedTuple

from lxml import etree
from mesh_client import MeshClient, MeshError

from cpcs_harness.mockkit import World
from cpcs_harness.people.model import Practice
from cpcs_harness.times import real_now, stamp

from ..mesh.sandboxed import ACKNOWLEDGEMENTS, WORKFLOW
from ..mesh.service import OWN_MARK
from .nodes import (
    EVENTS,
    HANDLING,
    NHS_NUMBER,
    NS,
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
    value_of,
    written,
)

RESPONSE_CODES = f"{STU3}/CodeSystem/ITK-ResponseCodes-1"
UNREADABLE = "UNREADABLE-IN-ORIGINAL-MESSAGE"
SECONDS = 60
LARGEST = 10 * 1024 * 1024
"""Bytes of a message that a practice reads, unpacked."""


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
    """Every practice of the run as a receiver, each with its own mailbox, over the same socket as the candidate."""

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
        with open_mailbox(self.world, practice) as client:
            for message_id in client.list_messages(workflow_filter=WORKFLOW):
                try:
                    message = client.retrieve_message(message_id)
                except OSError:  # as all is that requests raises: what cannot be had now stays where it is
                    continue
                body, sender = body_of(message), str(message.sender)
                message.acknowledge()
                for answer, received in self._answers(practice, body, sender):
                    sent.append(self._send(client, practice, journey, answer, received, sender))
        return sent

    def _answers(self, practice: Practice, body: bytes, sender: str) -> list[tuple[Answer, Received]]:
        received = read(body, sender)
        if received is None:
            return [(CANNOT_READ, Received(UNREADABLE, sender, "None", True, True, ""))]
        person = self.world.people.get(received.nhs_number)
        is_ours = person is not None and person.practice.ods == practice.ods
        answers = [(SUCCESS, received)] if received.wants_infrastructure else []
        return answers + ([(KNOWN if is_ours else NOT_KNOWN, received)] if received.wants_business else [])

    def _send(
        self,
        client: MeshClient,
        practice: Practice,
        journey: str,
        answer: Answer,
        received: Received,
        sender: str,
    ) -> dict[str, Any]:
        body = response_message(practice, answer, received)
        try:
            to, message_id = received.reply_to, send(client, received.reply_to, practice, body)
        except (MeshError, OSError, ValueError):  # the message names a mailbox that is none
            to, message_id = sender, send(client, sender, practice, body)
        self.world.register.link("message", message_id, journey)
        return {
            "message_id": message_id,
            "response_to": received.header_id,
            "code": answer.code,
            "display": answer.display,
            "from": practice.mailbox,
            "to": to,
        }


def send(client: MeshClient, to: str, practice: Practice, body: bytes) -> str:
    """Send an answer; gives the id that MESH gave it."""
    given = {
        "workflow_id": ACKNOWLEDGEMENTS,
        "local_id": practice.ods,
        "content_type": "application/fhir+xml",
    }
    return str(client.send_message(to, body, **given))


def open_mailbox(world: World, practice: Practice) -> MeshClient:
    """Open a practice's mailbox at the mock MESH, with the client that others use."""
    client = MeshClient(
        world.addresses["mesh"],
        practice.mailbox,
        practice.mailbox_password,
        shared_key=world.environment.mesh_shared_key,
        max_retries=0,  # a retry would send the same token again, which MESH takes once
        timeout=SECONDS,
    )
    client._session.trust_env = False  # no proxy stands between the mocks
    client._session.headers[OWN_MARK] = world.own_mark
    return client


def body_of(message: Any) -> bytes:
    """Give a message's body, unpacked up to a size; empty where it is not what its encoding says."""
    try:
        return bytes(message.read(LARGEST))
    except (OSError, EOFError, ValueError, zlib.error):
        return b""


def read(body: bytes, sender: str) -> Received | None:
    """Read what an answer needs out of an ITK3 message; None where it cannot be read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        message = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    headers = message.findall("f:entry/f:resource/f:MessageHeader", NS)
    if etree.QName(message).localname != "Bundle" or not headers:
        return None
    header = headers[0]
    parts = {
        str(part.get("url")): part
        for part in header.findall(f"f:extension[@url='{HANDLING}']/f:extension", NS)
    }
    identifiers = message.findall(".//f:Patient/f:identifier", NS)
    return Received(
        header_id=value_of(header, "f:id"),
        reply_to=(value_of(header, "f:source/f:endpoint").rsplit(":", 1)[-1] or sender).upper(),
        sender_reference=value_of(parts.get("SenderReference"), "f:valueString") or "None",
        # Flags that cannot be read are answered all the same.
        wants_infrastructure=value_of(parts.get("InfAckRequested"), "f:valueBoolean") != "false",
        wants_business=value_of(parts.get("BusAckRequested"), "f:valueBoolean") != "false",
        nhs_number=next((value_of(found, "f:value") for found in identifiers if _is_nhs_number(found)), ""),
    )


def response_message(practice: Practice, answer: Answer, received: Received) -> bytes:
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
    coding(header, "event", EVENTS, "ITK008M", "ITK Response")
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


def _is_nhs_number(found: Node) -> bool:
    return value_of(found, "f:system") == NHS_NUMBER

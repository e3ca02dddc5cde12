"""A GP practice's system, as far as MESH and ITK3 meet it: it collects, acknowledges, and answers.

Source: ITK3 FHIR STU3 messaging distribution, responses (interface sheet mesh-itk3-nhsmail-mys, B6 and B7).
Left out: filing what came, and the checks of a real system on a payload: what can be read is taken. It answers
as `20013` and `30001`, or `30002` when the patient is registered somewhere else; `20007` or `20008` to what it has
already. A journey may have it answer anything else, or nothing, and answer again later.
"""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, NamedTuple

from lxml import etree
from mesh_client import MeshClient, MeshError

from cpcs_harness.mockkit import World
from cpcs_harness.people.model import Practice

from ..mesh.sandboxed import DOCUMENTS, answers_to
from ..mesh.service import OWN_MARK
from .nodes import HANDLING, NHS_NUMBER, NS, Node, value_of
from .responses import (
    ANSWERS,
    CANNOT_READ,
    EVENT,
    KNOWN,
    NOT_KNOWN,
    OLD_EVENT,
    SAME_DOCUMENT,
    SAME_MESSAGE,
    SUCCESS,
    UNREADABLE,
    Answer,
    Received,
    response_message,
)

SECONDS = 60
LARGEST = 10 * 1024 * 1024
"""Bytes of a message that a practice reads, unpacked."""
CHUNK = 700
"""Bytes of a chunk of an answer that goes in chunks."""
Script = Mapping[str, Sequence[str]]
"""What is answered about a patient, by NHS number: response codes, in their order, each perhaps with words after it.

`about another`: it names another message than ours; `old`: under the event of the older acknowledgements;
`in chunks`: sent in compressed chunks.
"""
NOTHING_SPECIAL: Script = MappingProxyType({})


class Taken(NamedTuple):
    """A message that a practice has collected."""

    practice: Practice
    received: Received
    sender: str
    workflow: str


class PracticeResponder:
    """Every practice of the run as a receiver, each with its own mailbox, over the same socket as the candidate."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._last: dict[str, Taken] = {}
        """By NHS number."""
        self._known: set[tuple[str, str]] = set()
        """Header ids and document ids that practices have, each with the practice's ODS code."""

    def respond(self, journey_id: str, script: Script = NOTHING_SPECIAL) -> list[dict[str, Any]]:
        """Answer whatever lies in the mailbox of a journey's practice; gives what was sent, in order.

        About the patients of the script what it says is answered, also where nothing new has come about them.
        """
        sent: list[dict[str, Any]] = []
        for practice in list(self.world.practices.values()):
            if self.world.register.match([practice.mailbox])[0] == journey_id:
                with open_mailbox(self.world, practice) as client:
                    for taken in self._collect(client, practice):
                        self._last[taken.received.nhs_number] = taken
                        if taken.received.nhs_number not in script:
                            answers = self._answers(taken)
                            sent += [self._send(client, journey_id, answer, taken) for answer in answers]
        for number, codes in script.items():
            sent += self._say(number, codes, journey_id)
        return sent

    def _say(self, number: str, codes: Sequence[str], journey: str) -> list[dict[str, Any]]:
        """Answer by the script about the last message on a patient; nothing where none has come."""
        taken = self._last.get(number)
        if taken is None:
            return []
        with open_mailbox(self.world, taken.practice) as client:
            return [self._send(client, journey, ANSWERS[code[:5]], taken, code[5:]) for code in codes]

    def _collect(self, client: MeshClient, practice: Practice) -> list[Taken]:
        found = []
        for message_id in client.list_messages(workflow_filter=f"{DOCUMENTS}*"):
            try:
                message = client.retrieve_message(message_id)
            except OSError:  # as all is that requests raises: what cannot be had now stays where it is
                continue
            body, sender, workflow = body_of(message), str(message.sender), str(message.workflow_id)
            message.acknowledge()
            unread = Received(UNREADABLE, sender, "None", True, True, "")
            found.append(Taken(practice, read(body, sender) or unread, sender, workflow))
        return found

    def _answers(self, taken: Taken) -> list[Answer]:
        received, ods = taken.received, taken.practice.ods
        if received.header_id == UNREADABLE:
            return [CANNOT_READ]
        copy = self._copy_of(received, ods)
        if copy is not None:
            return [copy]
        person = self.world.people.get(received.nhs_number)
        is_ours = person is not None and person.practice.ods == ods
        answers = [SUCCESS] if received.wants_infrastructure else []
        return answers + ([KNOWN if is_ours else NOT_KNOWN] if received.wants_business else [])

    def _copy_of(self, received: Received, ods: str) -> Answer | None:
        """Say that a practice has a message, or its document, already; the next time it has."""
        header, document = (ods, received.header_id), (ods, received.document_id)
        found = SAME_MESSAGE if header in self._known else None
        if found is None and received.document_id and document in self._known:
            found = SAME_DOCUMENT
        self._known |= {header, document}
        return found

    def _send(
        self, client: MeshClient, journey: str, answer: Answer, taken: Taken, how: str = ""
    ) -> dict[str, Any]:
        received, practice = taken.received, taken.practice
        if "about another" in how:
            received = replace(received, header_id=str(uuid.uuid4()))
        body = response_message(practice, answer, received, OLD_EVENT if "old" in how else EVENT)
        chunk = CHUNK if "in chunks" in how else 0
        workflow = answers_to(taken.workflow)
        try:
            to, message_id = (
                received.reply_to,
                send(client, received.reply_to, practice, body, workflow, chunk),
            )
        except (MeshError, OSError, ValueError):  # the message names a mailbox that is none
            to, message_id = taken.sender, send(client, taken.sender, practice, body, workflow, chunk)
        self.world.register.link("message", message_id, journey)
        return {
            "message_id": message_id,
            "response_to": received.header_id,
            "code": answer.code,
            "display": answer.display,
            "from": practice.mailbox,
            "to": to,
        }


def send(client: MeshClient, to: str, practice: Practice, body: bytes, workflow: str, chunk: int = 0) -> str:
    """Send an answer, in compressed chunks of a size where one is given; gives the id that MESH gave it."""
    given: dict[str, Any] = {
        "workflow_id": workflow,
        "local_id": practice.ods,
        "content_type": "application/fhir+xml",
    }
    if chunk:
        given |= {"max_chunk_size": chunk, "compress": True}
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
    compositions = message.findall(".//f:Composition", NS)
    return Received(
        header_id=value_of(header, "f:id"),
        reply_to=(value_of(header, "f:source/f:endpoint").rsplit(":", 1)[-1] or sender).upper(),
        sender_reference=value_of(parts.get("SenderReference"), "f:valueString") or "None",
        # Flags that cannot be read are answered all the same.
        wants_infrastructure=value_of(parts.get("InfAckRequested"), "f:valueBoolean") != "false",
        wants_business=value_of(parts.get("BusAckRequested"), "f:valueBoolean") != "false",
        nhs_number=next((value_of(found, "f:value") for found in identifiers if _is_nhs_number(found)), ""),
        document_id=value_of(compositions[0], "f:identifier/f:value") if compositions else "",
    )


def _is_nhs_number(found: Node) -> bool:
    return value_of(found, "f:system") == NHS_NUMBER

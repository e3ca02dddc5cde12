"""Documents that were sent to practices over MESH, found and read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cpcs_harness.formats.itk3 import Itk3Message, Resource, entries, first_of, narrative, read_message, value
from cpcs_harness.formats.xml import TooLarge, read_xml
from cpcs_harness.judging import EvidenceView, ExchangeView, JourneyView, NotMet
from cpcs_harness.judging.expect import squeezed
from cpcs_harness.judging.in_words import in_words

from .._shared.mesh import MeshMessage, not_read, sent_by
from .._shared.patients import of_patient
from .._shared.text import letters_and_digits
from ._kinds import KINDS, Kind

Parts = tuple[bytes, Itk3Message, list[Resource]]
"""A message as it was before compression, read, and the entries of its document."""
SECTION = "{http://hl7.org/fhir}section"
NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"


@dataclass(frozen=True)
class Notification:
    """One document of one journey, with the exchange that carried it."""

    journey: JourneyView
    call: ExchangeView
    body: bytes
    """The message as it was before chunking and compression."""
    message: Itk3Message
    document: list[Resource]

    @property
    def kind(self) -> Kind:
        """The kind of document that is due in the journey's pathway."""
        return KINDS[self.journey.pathway]

    def only(self, kind: str) -> Resource:
        """Give the first resource of a type in the document, which must have one."""
        found = first_of(self.document, kind)
        if found is None:
            kinds = [resource.kind for resource in self.document]
            raise NotMet(f"a {kind} in the document", kinds, at=self.call.where, exchanges=[self.call.id])
        return found


def text_of(notification: Notification) -> str:
    """Give the words of all sections, in small letters."""
    composition = notification.only("Composition").node
    return squeezed(" ".join(narrative(found) for found in composition.iter(SECTION))).casefold()


def sent(evidence: EvidenceView) -> list[Notification]:
    """Give what each journey sent over MESH, each as if its patient were the journey's only one.

    Raises NotShown for none, NotMet for what cannot be read.
    """
    return [
        _of_its_patient(read(journey, sent))
        for journey in evidence.each()
        for sent in sent_by(evidence, journey)
    ]


def _of_its_patient(found: Notification) -> Notification:
    number = number_of(found)
    numbers = {label: issued["person"]["nhs_number"] for label, issued in found.journey.also.items()}
    label = next((label for label, own in numbers.items() if own == number), None)
    return found if label is None else replace(found, journey=of_patient(found.journey, label))


def number_of(found: Notification) -> str:
    """Give the NHS number of the patient whom a document is about; empty where there is none."""
    patient = first_of(found.document, "Patient")
    numbers = [] if patient is None else patient.node.findall("{*}identifier")
    own = [value(one, "f:value") for one in numbers if value(one, "f:system") == NHS_NUMBER]
    return letters_and_digits(own[0]) if own else ""


def read(journey: JourneyView, sent: MeshMessage) -> Notification:
    """Read what one message carries; NotMet for what cannot be read."""
    # Many checks read the same messages; one in chunks is made up of several exchanges, and is read each time.
    found = _parts(sent) if sent.chunks else sent.call.read(_parts_of)
    return Notification(journey, sent.call, *found)


def _parts_of(call: ExchangeView) -> Parts:
    return _parts(MeshMessage(call))


def _parts(sent: MeshMessage) -> Parts:
    call, body = sent.call, _plain(sent)
    message = read_message(read_xml(body))
    if message is None:
        raise _wrong(call, "a FHIR Bundle in XML", in_words(body[:120]))
    documents = message.documents
    if len(documents) != 1:
        raise _wrong(call, "one document bundle in the message", f"{len(documents)}")
    return body, message, entries(documents[0])


def _plain(sent: MeshMessage) -> bytes:
    if sent.lacks:
        expected, received = "every chunk that Mex-Chunk-Range announces", f"{sent.lacks} too few"
        raise _wrong(sent.call, expected, received, timing="absent")
    try:
        return sent.body
    except TooLarge as large:
        raise not_read(sent, large) from large
    except ValueError as broken:
        raise _wrong(sent.call, "a body compressed as Content-Encoding says", str(broken)) from broken


def _wrong(call: ExchangeView, expected: str, received: str, timing: str | None = None) -> NotMet:
    return NotMet(expected, received, at=call.where, exchanges=[call.id], timing=timing)

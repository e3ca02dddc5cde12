"""Reading a GP practice's referral by ITK3: message header, document bundle, and the referral in it.

Source: ITK3 Messaging Distribution for message, header and handling; the referral's content is a model of the project.
"""

from dataclasses import dataclass
from typing import Any

from ...formats.fhir_from_xml import from_xml
from ...formats.fhir_json import FhirRefused, Resource, Resources, coding, inner, objects, sections, text
from ...formats.safe_xml import XmlRefused, parse
from ...outbound.gp.codes import HANDLING
from ...referrals import content as contents
from ..fhir.people import organisation, patient, person_name

EVENT = "ITK-CPCS-REF"
RESPONSE_EVENT = "ITK008M"
UNREADABLE, HEADER, RECIPIENT, PAYLOAD = "10009", "20006", "20002", "20009"


class Itk3Refused(Exception):
    """The message is not taken; carries the response code that says why."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code
        self.why = why


@dataclass(frozen=True)
class Itk3Message:
    """A message with its header, as far as there is one."""

    header: Resource
    resources: Resources

    @property
    def id(self) -> str:
        """The id that responses name; empty where it cannot be read."""
        return text(self.header, "id")

    @property
    def event(self) -> str:
        """What the message is."""
        return text(inner(self.header, "event"), "code")

    @property
    def sender_reference(self) -> str:
        """What the sender wants to have back with the responses."""
        return text(self._handling("SenderReference"), "valueString") or "None"

    @property
    def origin(self) -> str:
        """The mailbox that the sender says it is."""
        return text(inner(self.header, "source"), "endpoint").rpartition(":")[2].upper()

    def wants(self, flag: str) -> bool:
        """Whether an acknowledgement is asked for; one whose flag cannot be read is."""
        return text(self._handling(flag), "valueBoolean").casefold() != "false"

    @property
    def document(self) -> Resources:
        """The document that the header points at; without resources where there is none."""
        found = self.resources.referred(self.header, "focus", "Bundle")
        return Resources(found)

    def _handling(self, part: str) -> Resource:
        for outer in objects(self.header, "extension"):
            for extension in objects(outer, "extension") if text(outer, "url") == HANDLING else []:
                if text(extension, "url") == part:
                    return extension
        return {}


def open_message(body: bytes) -> Itk3Message:
    """Read a message as far as its header; one that is no FHIR Bundle in XML is refused."""
    try:
        bundle = from_xml(parse(body))
    except XmlRefused as refusal:
        raise Itk3Refused(UNREADABLE, "the message is not XML in UTF-8 without a document type") from refusal
    if text(bundle, "resourceType") != "Bundle":
        raise Itk3Refused(UNREADABLE, "the message is not a FHIR Bundle")
    resources = Resources(bundle)
    first = resources.all[0][1] if resources.all else {}
    return Itk3Message(first if text(first, "resourceType") == "MessageHeader" else {}, resources)


class Itk3Referral:
    """Reads the referral of a message, a method for each part; what it cannot do without is asked for."""

    def check_header(self, message: Itk3Message, ods: str) -> None:
        """Refuse a message whose header is not in order, or that is for another pharmacy."""
        if not message.id:
            raise Itk3Refused(HEADER, "the first entry is no MessageHeader with an id")
        if message.event != EVENT:
            raise Itk3Refused(HEADER, "the event of the message is none that is taken here")
        if not message.document.all:
            raise Itk3Refused(HEADER, "the header's focus is no document of the message")
        if not self.is_for(message, ods):
            raise Itk3Refused(RECIPIENT, "the receiver is not the pharmacy of this mailbox")

    def is_for(self, message: Itk3Message, ods: str) -> bool:
        """Whether the message is for this pharmacy; one that names no receiver is for whoever has the mailbox."""
        named = organisation(message.resources.referred(message.header, "receiver", "Organization"))["ods"]
        return named == ods or not objects(message.header, "receiver")

    def content(self, message: Itk3Message) -> dict[str, Any]:
        """Everything that a referral shows of its document."""
        document = message.document
        composition = document.first("Composition")
        person = self.patient(document, composition)
        practice = self.practice(document, composition)
        return contents.content(
            **self.identity(composition),
            version=1,
            created=text(composition, "date"),
            case_reference=self.reference(message),
            pathway="urgent-medicines" if self.service(message) == "urgent-medicine" else "minor-illness",
            sender=practice,
            patient=person,
            callback_number=callback(person["telephones"]),
            practice=practice,
            disposition={"code": "", "text": text(coding(inner(composition, "type")), "display")},
            sections=self.sections(document, composition),
        )

    def identity(self, composition: Resource) -> dict[str, str]:
        """The document's own id; a practice's documents have no versions."""
        found = text(inner(composition, "identifier"), "value").upper()
        if not found:
            raise Itk3Refused(PAYLOAD, "the document has no Composition with an identifier")
        return {"document_id": found, "set_id": found}

    def service(self, message: Itk3Message) -> str:
        """What the practice asks for: minor-illness, or urgent-medicine."""
        composition = message.document.first("Composition")
        codes = {text(code, "code") for code in objects(inner(composition, "type"), "coding")}
        return "urgent-medicine" if "cpcs-urgent-medicine" in codes else "minor-illness"

    def patient(self, document: Resources, composition: Resource) -> dict[str, Any]:
        """The patient that the document is about."""
        found = document.referred(composition, "subject", "Patient")
        if not found:
            raise Itk3Refused(PAYLOAD, "the document's subject is no Patient in it")
        return patient(found)

    def practice(self, document: Resources, composition: Resource) -> dict[str, str]:
        """The practice that refers: the document's custodian, or else the patient's own."""
        own = document.referred(document.first("Patient"), "generalPractitioner", "Organization")
        return organisation(document.referred(composition, "custodian", "Organization") or own)

    def reference(self, message: Itk3Message) -> str:
        """The practice's own reference of the referral, which it wants to have back with the responses."""
        return "" if message.sender_reference == "None" else message.sender_reference

    def sections(self, document: Resources, composition: Resource) -> list[dict[str, str]]:
        """What the practice wrote, whole, and who referred."""
        try:
            found = sections(composition)
        except FhirRefused as refusal:
            raise Itk3Refused(PAYLOAD, refusal.diagnostics) from refusal
        if not found:
            raise Itk3Refused(PAYLOAD, "the document has no sections")
        role = text(inner(document.first("PractitionerRole"), "code"), "text")
        referrer = [person_name(document.referred(composition, "author", "Practitioner")), role]
        words = ", ".join(part for part in referrer if part)
        return [*found, contents.section("Referred by", words)] if words else found


def callback(telephones: list[dict[str, str]]) -> str:
    """The number to call: a practice sends the patient's own, of which a mobile is likeliest to be answered."""
    for use in ("callback", "mobile", "home", "other", "work"):
        for telephone in telephones:
            if telephone["use"] == use:
                return telephone["number"]
    return ""

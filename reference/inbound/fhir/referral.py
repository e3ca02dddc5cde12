"""Reading NHS 111's referral by FHIR R4: header, service request, patient, encounter, and the report's text.

Source: model of the project, from the Booking and Referral FHIR API; NHS 111 does not refer to pharmacies by it yet.
"""

import re
from dataclasses import dataclass
from typing import Any

from ...formats.fhir_json import FhirRefused, Resource, Resources, coding, inner, objects, sections, text
from ...referrals import content as contents
from ..itk import cda
from .people import organisation, patient, person_name, relationship, telephones

EVENT = "servicerequest-request"
_CASE_REFERENCE = "https://fhir.nhs.uk/Id/nhs111-case-reference"
_CASE_ID = "https://fhir.nhs.uk/Id/nhs111-case-id"
_WITHDRAWN = {"revoked", "entered-in-error"}


@dataclass(frozen=True)
class FhirMessage:
    """A message, with what it is about at hand."""

    header: Resource
    request: Resource
    resources: Resources

    @property
    def id(self) -> str:
        """The id that the answer names."""
        return text(self.header, "id")

    @property
    def withdraws(self) -> bool:
        """Whether it takes an earlier referral back."""
        return text(self.request, "status") in _WITHDRAWN

    @property
    def dos_ids(self) -> list[str]:
        """The DoS services that it is addressed to."""
        return [
            found for endpoint in self._endpoints() for found in re.findall(r"(?:^|\|)dos:([^|]+)", endpoint)
        ]

    @property
    def ods_codes(self) -> list[str]:
        """The organisations that it is addressed to, suffixes and all."""
        named = [
            found.upper()
            for endpoint in self._endpoints()
            for found in re.findall(r"\bods:([^|:]+)", endpoint)
        ]
        receivers = [
            organisation(self.resources.referred(destination, "receiver"))["ods"]
            for destination in objects(self.header, "destination")
        ]
        return [*named, *(code for code in receivers if code)]

    @property
    def sender(self) -> dict[str, str]:
        """The provider that sent it."""
        return organisation(self.resources.referred(self.header, "sender", "Organization"))

    def _endpoints(self) -> list[str]:
        return [text(destination, "endpoint") for destination in objects(self.header, "destination")]


class FhirReferral:
    """Reads messages, a method for each part; what no referral can do without is asked for."""

    def open(self, bundle: Resource) -> FhirMessage:
        """Find the header, and the service request that it is about."""
        resources = Resources(bundle)
        header = resources.all[0][1] if resources.all else {}
        if text(bundle, "type") != "message" or text(header, "resourceType") != "MessageHeader":
            raise FhirRefused(
                "expected a Bundle of type message that begins with a MessageHeader", "structure"
            )
        if text(inner(header, "eventCoding"), "code") != EVENT or not text(header, "id"):
            raise FhirRefused(f"expected a MessageHeader with an id and the event {EVENT}", "not-supported")
        request = resources.referred(header, "focus", "ServiceRequest")
        if not request:
            raise FhirRefused(
                "expected MessageHeader.focus to be a ServiceRequest of the message", "required"
            )
        return FhirMessage(header, request, resources)

    def content(self, message: FhirMessage) -> dict[str, Any]:
        """Everything that a referral shows of its message."""
        person = self.patient(message)
        informant = self.informant(message)
        return contents.content(
            **self.identity(message),
            created=text(message.request, "authoredOn"),
            **self.case(message),
            sender=message.sender,
            patient=person,
            callback_number=cda.callback_number(
                person["telephones"], informant["telephones"] if informant else []
            ),
            informant=informant,
            practice=self.practice(message),
            **self.disposition(message),
            sections=self.sections(message),
        )

    def withdrawal(self, message: FhirMessage) -> dict[str, Any]:
        """What is withdrawn: a set; the message has an identity of its own, even where it repeats the document's."""
        identity = self.identity(message)
        own = f"{identity['document_id']} {text(message.request, 'status')}"
        return contents.content(**{**identity, "document_id": own}, sender=message.sender)

    def identity(self, message: FhirMessage) -> dict[str, Any]:
        """The document's own id, the set that it is a version of, and which version."""
        ids = [text(identifier, "value").upper() for identifier in objects(message.request, "identifier")]
        document = next((value for value in ids if value), "")
        if not document:
            raise FhirRefused("expected ServiceRequest.identifier with a value, received none", "required")
        version = text(inner(message.request, "meta"), "versionId")
        return {
            "document_id": document,
            "set_id": text(inner(message.request, "requisition"), "value").upper() or document,
            "version": int(version) if re.fullmatch(r"[0-9]{1,9}", version) else None,
        }

    def case(self, message: FhirMessage) -> dict[str, str]:
        """The case's reference and id."""
        encounter = message.resources.referred(message.request, "encounter", "Encounter")
        identifiers = objects(encounter, "identifier")
        known = {text(identifier, "system"): text(identifier, "value") for identifier in identifiers}
        return {"case_reference": known.get(_CASE_REFERENCE, ""), "case_id": known.get(_CASE_ID, "")}

    def patient(self, message: FhirMessage) -> dict[str, Any]:
        """The patient that the request is about."""
        found = message.resources.referred(message.request, "subject", "Patient")
        if not found:
            raise FhirRefused("expected ServiceRequest.subject to be a Patient of the message", "required")
        return patient(found)

    def informant(self, message: FhirMessage) -> dict[str, Any] | None:
        """Who called on the patient's behalf, if anyone did."""
        person = message.resources.referred(message.request, "subject", "Patient")
        for contact in objects(person, "contact"):
            return {
                "relationship": relationship(contact),
                "name": person_name(contact),
                "telephones": telephones(contact),
            }
        return None

    def practice(self, message: FhirMessage) -> dict[str, str]:
        """The patient's practice, where the message names one."""
        person = message.resources.referred(message.request, "subject", "Patient")
        return organisation(message.resources.referred(person, "generalPractitioner", "Organization"))

    def disposition(self, message: FhirMessage) -> dict[str, Any]:
        """What NHS 111 decided, and the pathway that it stands for."""
        concept = inner(message.request, "code")
        code = text(coding(concept), "code")
        words = text(coding(concept), "display") or text(concept, "text")
        if not code and not words:
            raise FhirRefused(
                "expected ServiceRequest.code to say what was decided, received nothing", "required"
            )
        return {"disposition": {"code": code, "text": words}, "pathway": cda.pathway(code)}

    def sections(self, message: FhirMessage) -> list[dict[str, str]]:
        """The report's text, whole."""
        report = message.resources.referred(message.request, "supportingInfo", "Composition")
        found = sections(report or message.resources.first("Composition"))
        if not found:
            raise FhirRefused("expected a Composition with the report's text, received none", "required")
        return found

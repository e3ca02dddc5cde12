"""Reading what the NHS 111 Adaptor makes of a report (FHIR STU3); what it loses is made good where it can be.

Source: NHS 111 Adaptor 2.0.0 (interface sheet nhs111-itk22, section 5.2). The document's own id is lost in it: a report
is known by its set (Composition.identifier), its version (Bundle.identifier) and what it says. Numbers keep `tel:`; the
number to call back comes without a use, and once more as an emergency contact's, which it is not; the document's markup
stands escaped in the narrative, and so is text there.
"""

import re
from dataclasses import dataclass
from typing import Any

from ...formats.fhir_json import (
    FhirRefused,
    Resource,
    Resources,
    coding,
    inner,
    objects,
    parse,
    sections,
    text,
)
from ...formats.markup_text import readable_markup
from ...referrals import content as contents
from ..fhir.people import organisation, patient, person_name, relationship, telephones
from ..itk import cda

_OID = "2.16.840.1.113883.2.1.3.2.4"
_CASE_REFERENCE, _CASE_ID = f"{_OID}.18.34", f"{_OID}.18.35"
_RELATIONSHIPS = f"{_OID}.16.45"
_COPY = "discharge-details-1"
_ADDED = "ReferralRequest"  # a section of the adaptor's own, without text


@dataclass(frozen=True)
class AdaptorBundle:
    """A bundle, with its header and what was decided at hand."""

    bundle: Resource
    header: Resource
    resources: Resources

    @property
    def message_id(self) -> str:
        """The id of the SOAP message that it was made of."""
        return text(self.header, "id")

    @property
    def is_copy(self) -> bool:
        """Whether it was sent for information only."""
        return text(inner(self.header, "event"), "code") == _COPY

    @property
    def ods_codes(self) -> list[str]:
        """The organisation that it is addressed to, suffix and all."""
        return [found.upper() for found in re.findall(r"\bods:([^:]+)", self._destination())]

    @property
    def dos_ids(self) -> list[str]:
        """The DoS service that it is addressed to."""
        return re.findall(r"\bDOSServiceID:([^:]+)", self._destination())

    def _destination(self) -> str:
        return text(inner(self.header, "destination"), "endpoint")


class AdaptorReader:
    """Reads bundles, a method for each part; what no referral can do without is asked for."""

    def open(self, body: bytes) -> AdaptorBundle:
        """Find the header of a message."""
        bundle = parse(body)
        resources = Resources(bundle)
        header = resources.first("MessageHeader")
        if text(bundle, "resourceType") != "Bundle" or not header:
            raise FhirRefused(
                "expected a Bundle with a MessageHeader, received another resource", "structure"
            )
        return AdaptorBundle(bundle, header, resources)

    def content(self, found: AdaptorBundle) -> dict[str, Any]:
        """Everything that a referral shows of its bundle."""
        resources = found.resources
        caller = self._caller(resources)
        person = self._patient(resources, caller)
        informant = self._informant(caller)
        written = contents.content(
            created=text(found.header, "timestamp"),
            **self._case(resources),
            sender=self._sender(resources),
            patient=person,
            callback_number=cda.callback_number(
                person["telephones"], informant["telephones"] if informant else []
            ),
            informant=informant,
            practice=organisation(resources.referred(resources.first("Patient"), "generalPractitioner")),
            **self._disposition(resources),
            sections=self.sections(resources),
        )
        return {**written, **self.identity(found, written)}

    def identity(self, found: AdaptorBundle, written: dict[str, Any]) -> dict[str, Any]:
        """The set and the version; the document's id is made of these and of what the report says."""
        set_id = text(inner(found.resources.first("Composition"), "identifier"), "value").upper()
        if not set_id:
            raise FhirRefused("expected a Composition with an identifier, received none", "required")
        number = text(inner(found.bundle, "identifier"), "value")
        version = int(number) if re.fullmatch(r"[0-9]{1,9}", number) else None
        document = contents.fingerprint(set_id, version, written)
        return {"document_id": document, "set_id": set_id, "version": version}

    def sections(self, resources: Resources) -> list[dict[str, str]]:
        """The report's text, its markup read and not shown."""
        found = [
            {**section, "text": readable_markup(section["text"])}
            for section in sections(resources.first("Composition"))
            if section["text"] or section["title"] != _ADDED
        ]
        if not any(section["text"] for section in found):
            raise FhirRefused("expected a Composition with the report's text, received none", "required")
        return found

    def _patient(self, resources: Resources, caller: Resource) -> dict[str, Any]:
        resource = resources.first("Patient")
        if not resource:
            raise FhirRefused("expected a Patient, received none", "required")
        person = patient(resource)
        callbacks = {
            telephone["number"]
            for related in resources.kind("RelatedPerson")
            if related is not caller
            for telephone in telephones(related)
        }
        own = {telephone["number"] for telephone in person["telephones"]}
        known = [
            {**telephone, "use": "callback"} if telephone["number"] in callbacks else telephone
            for telephone in person["telephones"]
        ]
        more = [{"use": "callback", "number": number} for number in sorted(callbacks - own)]
        return {**person, "telephones": [*known, *more]}

    def _caller(self, resources: Resources) -> Resource:
        """Who called on the patient's behalf: whoever the encounter has as its informant."""
        for participant in objects(resources.first("Encounter"), "participant"):
            if any(text(kind, "text") == "Informant" for kind in objects(participant, "type")):
                return resources.referred(participant, "individual", "RelatedPerson")
        return {}

    def _informant(self, caller: Resource) -> dict[str, Any] | None:
        if not caller:
            return None
        codes = objects(inner(caller, "relationship"), "coding")
        displays = [text(code, "display") for code in codes if text(code, "system") == _RELATIONSHIPS]
        numbers = [{**telephone, "use": "callback"} for telephone in telephones(caller)]
        words = next(iter(displays), "") or relationship(caller)
        return {"relationship": words, "name": person_name(caller), "telephones": numbers}

    def _case(self, resources: Resources) -> dict[str, str]:
        ids = objects(resources.first("Encounter"), "identifier")
        known = {
            text(identifier, "system").removeprefix("urn:oid:"): text(identifier, "value")
            for identifier in ids
        }
        return {"case_reference": known.get(_CASE_REFERENCE, ""), "case_id": known.get(_CASE_ID, "")}

    def _sender(self, resources: Resources) -> dict[str, str]:
        """The provider: its name is the custodian's; its code stands with the author's role alone."""
        employer = organisation(resources.referred(resources.first("PractitionerRole"), "organization"))
        provider = organisation(resources.referred(resources.first("Encounter"), "serviceProvider"))
        return {"ods": provider["ods"] or employer["ods"], "name": provider["name"] or employer["name"]}

    def _disposition(self, resources: Resources) -> dict[str, Any]:
        concept = inner(resources.first("ProcedureRequest"), "code")
        code = text(coding(concept), "code")
        words = text(coding(concept), "display") or text(concept, "text")
        if not code and not words:
            raise FhirRefused(
                "expected a ProcedureRequest that says what was decided, received none", "required"
            )
        return {"disposition": {"code": code, "text": words}, "pathway": cda.pathway(code)}

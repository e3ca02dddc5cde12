"""A practice's referral as an ITK3 message: message bundle, header, and a document bundle with what was written.

Source: model of the project, from ITK3 messaging 2.10.0 (interface sheet mesh-itk3-nhsmail-mys, B1 to B4 and B8). The
rules of header and bundles are published; event, message definition, type code and sections are made up here, in
systems under cpcs-harness.invalid, as nobody has published a referral to a pharmacy by ITK3.
Left out: coded complaints, appointments, attachments, and referrals to more than one pharmacy.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from lxml import etree

from cpcs_harness.errors import HarnessError
from cpcs_harness.people.model import GpReferral, Person

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
    written,
)

MODELLED = "http://cpcs-harness.invalid"
DEEP = 40
"""How many sections stand within each other where that is too many: a person writes three."""
EVENT = ("ITK-CPCS-REF", "CPCS Referral by a GP Practice (modelled)")
DEFINITION = f"{MODELLED}/MessageDefinition/ITK-CPCS-Referral-MessageDefinition-1"
TYPES = f"{MODELLED}/CodeSystem/cpcs-referral-type-1"
SERVICES = {
    "minor-illness": ("cpcs-minor-illness", "CPCS referral for a minor illness"),
    "urgent-medicine": ("cpcs-urgent-medicine", "CPCS referral for an urgent medicine"),
}
STATUS = (
    "https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-NHSNumberVerificationStatus-1"
)
STATUSES = "https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-NHSNumberVerificationStatus-1"
XHTML = "http://www.w3.org/1999/xhtml"
NOBODY = "FZZ99"
"""A pharmacy that no candidate serves."""


class _Ids:
    """The ids of one referral's resources: the same each time that it is written."""

    def __init__(self, referral: GpReferral) -> None:
        self.message = referral.message_id.lower()
        self._document = referral.document_id.lower()

    def __getitem__(self, part: str) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{self._document}/{part}"))


def message(referral: GpReferral, damage: str = "") -> bytes:
    """Write the message; a damage makes it one that is to be refused."""
    if damage not in ("", *DAMAGES):
        raise HarnessError(f"a referral by ITK3 cannot be damaged by {damage!r}; known: {', '.join(DAMAGES)}")
    bundle = _message_bundle(referral, _Ids(referral))
    if damage in _DAMAGED:
        _DAMAGED[damage](bundle)
    body = written(bundle)
    return _SPOILED[damage](body) if damage in _SPOILED else body


def _message_bundle(referral: GpReferral, ids: _Ids) -> Node:
    bundle = root("Bundle")
    add(bundle, "id", value=referral.bundle_id.lower())
    identifier(bundle, UUIDS, referral.bundle_id.lower())
    add(bundle, "type", value="message")
    _header(resource(bundle, "MessageHeader", ids.message), referral, ids)
    for part, ods in (("sender", referral.person.practice.ods), ("receiver", referral.premises.ods)):
        organization = resource(bundle, "Organization", ids[part])
        _profile(organization, "CareConnect-ITK-Header-Organization-1")
        identifier(organization, ODS, ods)
    _document(resource(bundle, "Bundle", ids["document bundle"]), referral, ids)
    return bundle


def _header(header: Node, referral: GpReferral, ids: _Ids) -> None:
    _profile(header, "ITK-MessageHeader-2")
    asked = {"BusAck": referral.wants_business, "InfAck": referral.wants_infrastructure}
    handling(header, ("FA", "For Action"), DEFINITION, referral.reference, **asked)
    coding(header, "event", EVENTS, *EVENT)
    refer(header, "receiver", ids["receiver"])
    refer(header, "sender", ids["sender"])
    add(header, "timestamp", value=referral.created.isoformat(timespec="seconds"))
    add(add(header, "source"), "endpoint", value=referral.person.practice.mailbox)
    refer(header, "focus", ids["document bundle"])


def _document(bundle: Node, referral: GpReferral, ids: _Ids) -> None:
    meta = add(bundle, "meta")
    add(meta, "lastUpdated", value=referral.created.isoformat(timespec="seconds"))
    add(meta, "profile", value=f"{STU3}/StructureDefinition/ITK-Document-Bundle-1")
    identifier(bundle, UUIDS, ids["document bundle"])
    add(bundle, "type", value="document")
    _composition(resource(bundle, "Composition", ids["composition"]), referral, ids)
    _patient(resource(bundle, "Patient", ids["patient"]), referral.person, ids)
    _practitioner(resource(bundle, "Practitioner", ids["practitioner"]), referral)
    _role(resource(bundle, "PractitionerRole", ids["role"]), referral, ids)
    _practice(resource(bundle, "Organization", ids["practice"]), referral)


def _composition(composition: Node, referral: GpReferral, ids: _Ids) -> None:
    code, display = SERVICES[referral.service]
    identifier(composition, UUIDS, referral.document_id.lower())
    add(composition, "status", value="final")
    coding(add(composition, "type"), "coding", TYPES, code, display)
    refer(composition, "subject", ids["patient"])
    add(composition, "date", value=referral.created.isoformat(timespec="seconds"))
    refer(composition, "author", ids["practitioner"])
    add(composition, "title", value="Referral to the Community Pharmacist Consultation Service")
    refer(composition, "custodian", ids["practice"])
    for title, text in (
        ("Presenting complaint", referral.complaint),
        ("Relevant history", referral.history),
        ("Notes", referral.notes),
        ("Medicine", referral.medicine),
    ):
        if text:
            _section(composition, title, text)


def _section(composition: Node, title: str, text: str) -> None:
    section = add(composition, "section")
    add(section, "title", value=title)
    narrative = add(section, "text")
    add(narrative, "status", value="additional")
    names: Any = {None: XHTML}  # lxml takes None as a prefix; its stubs do not know
    div = etree.SubElement(narrative, f"{{{XHTML}}}div", nsmap=names)
    for line in text.split("\n"):
        etree.SubElement(div, f"{{{XHTML}}}p").text = line


def _patient(patient: Node, person: Person, ids: _Ids) -> None:
    _profile(patient, "CareConnect-Patient-1", "https://fhir.hl7.org.uk/STU3")
    number = add(patient, "identifier")
    status = add(add(number, "extension", url=STATUS), "valueCodeableConcept")
    coding(status, "coding", STATUSES, "01", "Number present and verified")
    add(number, "system", value=NHS_NUMBER)
    add(number, "value", value=person.nhs_number)
    name = add(patient, "name")
    add(name, "use", value="official")
    for part in ("family", "given", "prefix"):
        add(name, part, value=getattr(person, part))
    _telephone(patient, person.callback, "mobile" if person.callback.startswith("07") else "temp")
    _telephone(patient, person.home_telephone, "home")
    add(patient, "gender", value=person.gender)
    add(patient, "birthDate", value=person.birth_date.isoformat())
    _address(patient, person.address, person.postcode, "home")
    refer(patient, "generalPractitioner", ids["practice"])


def _practitioner(practitioner: Node, referral: GpReferral) -> None:
    given, family = referral.referrer
    name = add(practitioner, "name")
    add(name, "family", value=family)
    add(name, "given", value=given)


def _role(role: Node, referral: GpReferral, ids: _Ids) -> None:
    refer(role, "practitioner", ids["practitioner"])
    refer(role, "organization", ids["practice"])
    add(add(role, "code"), "text", value=referral.referrer_role)


def _practice(organization: Node, referral: GpReferral) -> None:
    practice = referral.person.practice
    identifier(organization, ODS, practice.ods)
    add(organization, "name", value=practice.name)
    _telephone(organization, practice.telephone, "work")
    _address(organization, practice.address, practice.postcode, "work")


def _telephone(parent: Node, number: str, use: str) -> None:
    telecom = add(parent, "telecom")
    for part, value in (("system", "phone"), ("value", number), ("use", use)):
        add(telecom, part, value=value)


def _address(parent: Node, lines: tuple[str, ...], postcode: str, use: str) -> None:
    address = add(parent, "address")
    add(address, "use", value=use)
    for line in lines:
        add(address, "line", value=line)
    add(address, "postalCode", value=postcode)


def _profile(parent: Node, name: str, base: str = STU3) -> None:
    add(add(parent, "meta"), "profile", value=f"{base}/StructureDefinition/{name}")


def _drop_header(bundle: Node) -> None:
    _drop(bundle, "f:entry[f:resource/f:MessageHeader]")


def _drop_patient(bundle: Node) -> None:
    _drop(bundle, ".//f:entry[f:resource/f:Patient]")


def _drop_focus(bundle: Node) -> None:
    _drop(bundle, "f:entry/f:resource/f:MessageHeader/f:focus")


def _focus_on_the_sender(bundle: Node) -> None:
    """Have the header say that the message is about the practice, and not about the document."""
    _point(
        bundle, "f:entry/f:resource/f:MessageHeader/f:focus", "f:entry/f:resource/f:MessageHeader/f:sender"
    )


def _write_about_the_author(bundle: Node) -> None:
    """Make the document one about its author, who is in it as the patient is."""
    _point(bundle, ".//f:Composition/f:subject", ".//f:Composition/f:author")


def _point(bundle: Node, path: str, other: str) -> None:
    (found,), (target,) = (bundle.findall(f"{place}/f:reference", NS) for place in (path, other))
    found.set("value", target.get("value", ""))


def _nest(bundle: Node) -> None:
    """Put all sections into as many others as nobody writes."""
    for composition in bundle.iterfind(".//f:Composition", NS):
        sections = composition.findall("f:section", NS)
        inner = add(composition, "section")
        for _ in range(DEEP):
            inner = add(inner, "section")
        inner.extend(sections)


def _drop_flags(bundle: Node) -> None:
    for name in ("BusAckRequested", "InfAckRequested"):
        _drop(bundle, f".//f:extension[@url='{HANDLING}']/f:extension[@url='{name}']")


def _tell_of_another_event(bundle: Node) -> None:
    """Have the header tell of an event that is none of this service: GP Connect's Update Record."""
    for found in bundle.iterfind(".//f:MessageHeader/f:event/f:code", NS):
        found.set("value", "ITK014M")


def _address_nobody(bundle: Node) -> None:
    """Name a pharmacy of somebody else's as the receiver; the sender is the first organisation."""
    found = bundle.findall("f:entry/f:resource/f:Organization/f:identifier/f:value", NS)
    found[1].set("value", NOBODY)


def _drop(bundle: Node, path: str) -> None:
    selected: Any = bundle.xpath(path, namespaces=NS)
    for found in selected:
        parent = found.getparent()
        if parent is not None:
            parent.remove(found)


_DAMAGED: dict[str, Callable[[Node], None]] = {
    "no-header": _drop_header,
    "unknown-recipient-ods": _address_nobody,
    "no-patient": _drop_patient,
    "no-focus": _drop_focus,
    "flags-missing": _drop_flags,
    "focus-elsewhere": _focus_on_the_sender,
    "subject-elsewhere": _write_about_the_author,
    "deep-sections": _nest,
    "another-event": _tell_of_another_event,
}
_BOMB = "".join(f'<!ENTITY e{place + 1} "{f"&e{place};" * 10}">' for place in range(9)).encode()
_SPOILED: dict[str, Callable[[bytes], bytes]] = {
    "not-xml": lambda body: body[: len(body) // 2],
    "not-utf-8": lambda body: body.replace(b'<family value="', b'<family value="\xe9'),
    "json": lambda _body: b'{"resourceType": "Bundle", "type": "message"}',
    "entities": lambda body: (
        b'<!DOCTYPE Bundle [<!ENTITY e0 "0">%b]>' % _BOMB
        + body.partition(b"?>")[2].replace(b'<title value="', b'<title value="&e9;')
    ),
}
"""What is wrong with the bytes; a byte that is not UTF-8 is fatal to XML (XML 1.0, 4.3.3)."""
DAMAGES = (*_SPOILED, *_DAMAGED)

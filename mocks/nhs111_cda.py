"""The NHS 111 CDA document, version 2, that one report is written as.

Source: NHS 111 Domain Message Specification 2.1, and what senders are seen to send (interface sheet nhs111-itk22,
section 3): the order of the header's elements, templates, object identifiers, and the marking-up of text.
Left out: the triage attachment, section codes, informants (the patient has called), and languages.
"""

from __future__ import annotations

from datetime import timedelta

from lxml import etree

from cpcs_harness.session.model import Report, Section

from .nhs111_nodes import (
    CDA,
    LOCALISATION,
    NAMESPACES,
    OID,
    Node,
    address,
    coded,
    component,
    content_id,
    fresh_id,
    localised,
    moment,
    node,
    telephone,
    template_id,
)

NHS_NUMBER = "2.16.840.1.113883.2.1.4.1"
"""This root says that the number is verified: in this template the root is the status."""
SNOMED = f"{OID}.15"
GENDERS = {"male": ("1", "Male"), "female": ("2", "Female")}


def document(report: Report) -> Node:
    """Write the whole document."""
    written = etree.Element(
        f"{{{CDA}}}ClinicalDocument",
        {"classCode": "DOCCLIN", "moodCode": "EVN"},
        nsmap=NAMESPACES | {"npfitlc": LOCALISATION},
    )
    written.extend(
        [
            node("typeId", root="2.16.840.1.113883.1.3", extension="POCD_HD000040"),
            localised("messageType", "18.17", "POCD_MT200001GB02"),
            node("id", root=report.document_id),
            coded("code", "819551000000100", SNOMED, "NHS 111 Report"),
            node("title", "NHS 111 Report"),
            moment("effectiveTime", report.created, report.habits),
            coded("confidentialityCode", "N", "2.16.840.1.113883.1.11.16926", "normal"),
            node("setId", root=report.set_id),
            node("versionNumber", value=str(report.version)),
            _record_target(report),
            _author(report),
            _custodian(report),
            _recipient(report),
        ]
    )
    if report.habits != "tpp":  # that system leaves the consent out
        written.append(_consent())
    written.append(_encounter(report))
    written.append(_body(report))
    return written


def _record_target(report: Report) -> Node:
    person, template = report.person, "COCD_TP145201GB01"
    code, gender = GENDERS[person.gender]
    patient = node(
        "patient",
        template_id(f"{template}#patientPatient"),
        node(
            "name",
            node("prefix", person.prefix),
            node("given", person.given),
            node("family", person.family),
        ),
        coded("administrativeGenderCode", code, f"{OID}.16.25", gender),
        node("birthTime", value=person.birth_date.strftime("%Y%m%d")),
        classCode="PSN",
        determinerCode="INSTANCE",
    )
    role = node(
        "patientRole",
        template_id(f"{template}#PatientRole"),
        node("id", root=NHS_NUMBER, extension=person.nhs_number),
        address(person.address, person.postcode, "H"),
        telephone(person.home_telephone, "H"),
        telephone(person.callback, "EC"),  # EC is the number to call back, not the next of kin
        patient,
        _practice(report, template),
        classCode="PAT",
    )
    return node(
        "recordTarget", content_id(f"{template}#PatientRole"), role, typeCode="RCT", contextControlCode="OP"
    )


def _practice(report: Report, template: str) -> Node:
    practice = report.person.practice
    return node(
        "providerOrganization",
        template_id(f"{template}#providerOrganization"),
        node("id", root=f"{OID}.19.1", extension=practice.ods),
        node("name", practice.name),
        telephone(practice.telephone, "WP"),
        address(practice.address, practice.postcode, "WP"),
        coded("standardIndustryClassCode", "001", f"{OID}.17.289", "GP Practice"),
        classCode="ORG",
        determinerCode="INSTANCE",
    )


def _author(report: Report) -> Node:
    template = "COCD_TP145200GB01"
    given, family = report.author_name
    person = node(
        "assignedPerson",
        template_id(f"{template}#assignedPerson"),
        node("name", node("given", given), node("family", family)),
        classCode="PSN",
        determinerCode="INSTANCE",
    )
    assigned = node(
        "assignedAuthor",
        template_id(f"{template}#AssignedAuthor"),
        node("id", root=f"{OID}.18.24", extension=f"{given[0]}{family}".upper()),
        coded("code", "NR1690", f"{OID}.17.196", "Call Operator"),
        person,
        _organisation("representedOrganization", f"{template}#representedOrganization", report),
        classCode="ASSIGNED",
    )
    return node(
        "author",
        content_id(f"{template}#AssignedAuthor"),
        coded("functionCode", "OA", f"{OID}.17.178", "Originating Author"),
        moment("time", report.created, report.habits),
        assigned,
        typeCode="AUT",
        contextControlCode="OP",
    )


def _custodian(report: Report) -> Node:
    template = "COCD_TP145018UK03"
    name = "representedCustodianOrganization"
    assigned = node(
        "assignedCustodian",
        template_id(f"{template}#AssignedCustodian"),
        _organisation(name, f"{template}#{name}", report),
        classCode="ASSIGNED",
    )
    return node("custodian", content_id(f"{template}#AssignedCustodian"), assigned, typeCode="CST")


def _recipient(report: Report) -> Node:
    template = "COCD_TP145203GB03"
    organisation = node(
        "receivedOrganization",
        template_id(f"{template}#representedOrganization"),
        node("id", root=f"{OID}.19.1", extension=report.premises.ods),
        node("name", report.premises.name),
        classCode="ORG",
        determinerCode="INSTANCE",
    )
    intended = node(
        "intendedRecipient", template_id(f"{template}#IntendedRecipient"), organisation, classCode="ASSIGNED"
    )
    return node(
        "informationRecipient", content_id(f"{template}#IntendedRecipient"), intended, typeCode="PRCP"
    )


def _consent() -> Node:
    template = "COCD_TP146226GB02#Consent"
    consent = node(
        "consent",
        template_id(template),
        node("id", root=fresh_id()),
        coded("code", "425691002", SNOMED, "Consent given for electronic record sharing"),
        node("statusCode", code="completed"),
        classCode="CONS",
        moodCode="EVN",
    )
    return node("authorization", content_id(template), consent, typeCode="AUTH")


def _encounter(report: Report) -> Node:
    template = "COCD_TP146232GB01"
    identifiers = [
        node("id", root=f"{OID}.18.34", extension=report.case_reference),
        node("id", root=f"{OID}.18.35", extension=report.case_id),
    ]
    if report.habits == "strict":  # another id comes first: a receiver goes by the root, not by the position
        identifiers.insert(0, node("id", root=f"{OID}.18.49", extension=fresh_id()))
    encounter = node(
        "encompassingEncounter",
        template_id(f"{template}#EncompassingEncounter"),
        *identifiers,
        coded("code", "NHS111Encounter", f"{OID}.17.326", "NHS111 Encounter"),
        node(
            "effectiveTime",
            moment("low", report.created - timedelta(minutes=9), report.habits),
            moment("high", report.created, report.habits),
        ),
        coded("dischargeDispositionCode", report.disposition_code, f"{OID}.17.325", report.disposition_text),
        _location(report, template),
        classCode="ENC",
        moodCode="EVN",
    )
    return node("componentOf", content_id(f"{template}#EncompassingEncounter"), encounter, typeCode="COMP")


def _location(report: Report, encounter: str) -> Node:
    template = "COCD_TP145222GB02"
    place = node(
        "location",
        template_id(f"{template}#location"),
        node("name", nullFlavor="NI"),
        address(report.person.address, report.person.postcode, "PHYS"),
        classCode="PLC",
        determinerCode="INSTANCE",
    )
    facility = node(
        "healthCareFacility",
        template_id(f"{template}#HealthCareFacility"),
        node("id", nullFlavor="NA"),
        place,
        classCode="ISDLOC",
    )
    return node(
        "location",
        template_id(f"{encounter}#location"),
        content_id(f"{template}#HealthCareFacility"),
        facility,
        typeCode="LOC",
    )


def _body(report: Report) -> Node:
    classification = node(
        "section",
        node("id", root=fresh_id()),
        *(_section(section) for section in report.sections),
        classCode="DOCSECT",
        moodCode="EVN",
    )
    body = node("structuredBody", component(classification), classCode="DOCBODY", moodCode="EVN")
    return component(body)


def _section(section: Section) -> Node:
    template = "COCD_TP146246GB01#Section1"
    written = node(
        "section",
        template_id(template),
        node("id", root=fresh_id()),
        node("title", section.title),
        _text(section.text),
        classCode="DOCSECT",
        moodCode="EVN",
    )
    return component(content_id(template), written)


def _text(text: str) -> Node:
    """Mark up a text: a line each in `content`, with `br` between; a single line stands bare."""
    lines = text.split("\n")
    if len(lines) == 1:
        return node("text", text, mediaType="text/x-hl7-text+xml")
    parts: list[Node] = []
    for line in lines:
        parts += [node("br")] if parts else []
        parts.append(node("content", line))
    return node("text", *parts, mediaType="text/x-hl7-text+xml")


def _organisation(name: str, template: str, report: Report) -> Node:
    return node(
        name,
        template_id(template),
        node("id", root=f"{OID}.19.1", extension=report.sender_ods),
        node("name", report.sender_name),
        classCode="ORG",
        determinerCode="INSTANCE",
    )

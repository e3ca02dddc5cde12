"""The document by which a sender takes a report back.

Source: Technical Guidance for templated CDA documents, section 17, and the nullification domain (interface sheet
nhs111-itk22, 4.3).
Left out: the sections that tell why in words, but for one.
"""

from __future__ import annotations

from lxml import etree

from cpcs_harness.people.model import Report

from . import people
from .cda import SNOMED, related
from .nodes import CDA, LOCALISATION, NAMESPACES, OID, Node, coded, fresh_id, localised, moment, node
from .patient import record_target

PROFILE = "urn:nhs-en:profile:nullificationDocument-v5-0"
INTERACTION = "urn:nhs-itk:interaction:nullifyNHS111CDADocument-v1-0"
NULLIFICATION = "285091000000108"


def nullification(report: Report) -> Node:
    """Write the document that withdraws the lineage that a report belongs to; `parent` names what is withdrawn."""
    written = etree.Element(
        f"{{{CDA}}}ClinicalDocument",
        {"classCode": "DOCCLIN", "moodCode": "EVN"},
        nsmap=NAMESPACES | {"npfitlc": LOCALISATION},
    )
    written.extend(
        [
            node("typeId", root="2.16.840.1.113883.1.3", extension="POCD_HD000040"),
            localised("messageType", "18.17", "POCD_MT130001UK05"),
            node("id", root=report.document_id),
            coded("code", NULLIFICATION, SNOMED, "Nullification Document"),
            node("title", "Nullification Document"),
            moment("effectiveTime", report.created, report),
            coded("confidentialityCode", "N", "2.16.840.1.113883.1.11.16926", "normal"),
            node("setId", root=report.set_id),
            node("versionNumber", value=str(report.version)),
            record_target(report),
            people.author(report),
            people.custodian(report),
            *people.recipients(report),
            *related(report),
            _body(),
        ]
    )
    return written


def _body() -> Node:
    section = node(
        "section",
        node("id", root=fresh_id()),
        coded("code", "02", f"{OID}.17.176", "Sent to wrong patient record"),
        node("title", "Reason for nullification"),
        node(
            "text", "The report was written to the wrong patient's record.", mediaType="text/x-hl7-text+xml"
        ),
        classCode="DOCSECT",
        moodCode="EVN",
    )
    structured = node(
        "structuredBody",
        node("component", section, typeCode="COMP", contextConductionInd="true"),
        classCode="DOCBODY",
        moodCode="EVN",
    )
    return node("component", structured, typeCode="COMP", contextConductionInd="true")

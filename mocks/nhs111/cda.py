"""The NHS 111 CDA document, version 2, that one report is written as.

Source: NHS 111 Domain Message Specification 2.1, and what senders are seen to send (interface sheet nhs111-itk22,
section 3): the order of the header's elements, templates, object identifiers.
Left out: languages, the data enterer, and the clinical entries of the Integrated Urgent Care document.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from lxml import etree

from cpcs_harness.people.model import Report

from . import people
from .attachment import attachment
from .nodes import (
    CDA,
    LOCALISATION,
    NAMESPACES,
    OID,
    Node,
    address,
    coded,
    content_id,
    fresh_id,
    localised,
    moment,
    node,
    template_id,
)
from .patient import has_home, record_target
from .text import body

SNOMED = f"{OID}.15"
ONLINE_CONSENT = "A709A442-3CF4-476E-8377-377700E727C7"
"""NHS 111 online sends this one with every report: nobody may go by it."""
_CONFIDENTIALITY = {"ic24": ("R", "restricted"), "tpp": ("V", "very restricted")}


def document(report: Report) -> Node:
    """Write the whole document."""
    prefix = "ns3" if report.habits == "online" else "npfitlc"
    own: Any = {"h": CDA} if report.written.prefix == "prefixed" else NAMESPACES
    written = etree.Element(
        f"{{{CDA}}}ClinicalDocument",
        {"classCode": "DOCCLIN", "moodCode": "EVN"},
        nsmap=own | {prefix: LOCALISATION},
    )
    written.extend(
        [
            *_identity(report),
            record_target(report),
            people.author(report),
            *people.informant(report),
            people.custodian(report),
            *people.recipients(report),
        ]
    )
    if report.habits in ("ic24", "cleric"):
        written.append(people.referred_to(report, report.premises))
    written.extend(related(report))
    if report.habits != "tpp":  # that system leaves the consent out
        written.append(_consent(report))
    written.append(_encounter(report))
    written.append(body(report, *attachment(report)))
    return written


def _identity(report: Report) -> list[Node]:
    code = (
        "000000000000000" if report.habits == "tpp" else "819551000000100"
    )  # so that system is seen to send
    letter, display = _CONFIDENTIALITY.get(report.habits, ("N", "normal"))
    return [
        node("typeId", root="2.16.840.1.113883.1.3", extension="POCD_HD000040"),
        localised("messageType", "18.17", "POCD_MT200001GB02"),
        node("id", root=report.document_id),
        coded("code", code, SNOMED, "NHS 111 Report"),
        node("title", "NHS 111 Report"),
        moment("effectiveTime", report.created, report),
        coded("confidentialityCode", letter, "2.16.840.1.113883.1.11.16926", display),
        node("setId", root=report.set_id),
        node("versionNumber", value=str(report.version)),
    ]


def related(report: Report) -> list[Node]:
    """Write which version this one takes the place of, where it says so."""
    if report.parent is None:
        return []
    parent = node(
        "parentDocument",
        node("id", root=report.parent.document_id),
        coded("code", "819551000000100", SNOMED, "NHS 111 Report"),
        node("setId", root=report.parent.set_id),
        node("versionNumber", value=str(report.parent.version)),
        classCode="DOCCLIN",
        moodCode="EVN",
    )
    return [node("relatedDocument", parent, typeCode="RPLC")]


def _consent(report: Report) -> Node:
    template = "COCD_TP146226GB02#Consent"
    consent = node(
        "consent",
        template_id(template),
        node("id", root=ONLINE_CONSENT if report.sender == "online" else fresh_id()),
        coded("code", "425691002", SNOMED, "Consent given for electronic record sharing"),
        node("statusCode", code="completed"),
        classCode="CONS",
        moodCode="EVN",
    )
    return node("authorization", content_id(template), consent, typeCode="AUTH")


def _encounter(report: Report) -> Node:
    template = "COCD_TP146232GB01"
    encounter = node(
        "encompassingEncounter",
        template_id(f"{template}#EncompassingEncounter"),
        *_case_ids(report),
        coded("code", "NHS111Encounter", f"{OID}.17.326", "NHS111 Encounter"),
        _period(report),
        _disposition(report),
        _location(report, template),
        classCode="ENC",
        moodCode="EVN",
    )
    return node("componentOf", content_id(f"{template}#EncompassingEncounter"), encounter, typeCode="COMP")


def _case_ids(report: Report) -> list[Node]:
    ids = [
        node("id", root=f"{OID}.18.34", extension=report.case_reference),
        node("id", root=f"{OID}.18.35", extension=report.case_id),
    ]
    if report.habits == "field":
        ids.append(node("id", root=f"{OID}.18.49", extension=report.case_reference))
    if report.habits in ("strict", "cleric"):  # a receiver goes by the root, and not by the position
        ids.insert(0, node("id", root=f"{OID}.18.49", extension=fresh_id()))
    return list(reversed(ids)) if "ids-reordered" in report.forms else ids


def _period(report: Report) -> Node:
    parts = [moment("low", report.created - timedelta(minutes=9), report)]
    if report.ended:
        parts.append(moment("high", report.created, report))
    return node("effectiveTime", *parts)


def _disposition(report: Report) -> Node:
    """Write what was decided, in one of the spellings that senders use; its words may stand as original text."""
    system = f"{OID}.17.414" if "other-list" in report.forms else f"{OID}.17.325"
    outcome, text = report.written.outcome, report.disposition_text
    if outcome == "original text alone":
        return node("dischargeDispositionCode", node("originalText", text), nullFlavor="OTH")
    code = spelled(report.disposition_code, report.written.disposition)
    if outcome == "original text":
        words = node("originalText", text)
        return node("dischargeDispositionCode", words, code=code, codeSystem=system)
    return coded("dischargeDispositionCode", code, system, text)


def spelled(code: str, example: str) -> str:
    """Spell a code that is written Dx and a number as the example is; any other stays as it is."""
    found = re.fullmatch(r"Dx(\d+)", code)
    if found is None:
        return code
    return {"DX086": f"DX0{found[1]}", "dx86": f"dx{found[1]}", "DispoCodeDx86": f"DispoCode{code}"}.get(
        example, code
    )


def _location(report: Report, encounter: str) -> Node:
    template = "COCD_TP145222GB02"
    unnamed = node("name", nullFlavor="UNK" if report.sender == "online" else "NI")
    place = node(
        "location",
        template_id(f"{template}#location"),
        node("name", report.written.place_name) if report.written.place_name else unnamed,
        *_now_at(report),
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


def _now_at(report: Report) -> list[Node]:
    """Write where the patient is now: in another place, or at home; nothing where that is not said."""
    elsewhere = report.written.elsewhere
    if elsewhere is not None:
        return [address(elsewhere.lines, elsewhere.postcode, "PHYS")]
    return [address(report.person.address, report.person.postcode, "PHYS")] if has_home(report) else []

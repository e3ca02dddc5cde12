"""The attachment with what NHS Pathways asked and was answered, in base64, as most systems add it to a report.

Source: interface sheet nhs111-itk22, 3.7: observationMedia COCD_TP146002GB01; the element names of a PathwaysCase.
Left out: all but the few elements that describe patient, case and outcome; its schema is not public here.
"""

from __future__ import annotations

import base64
import textwrap

from lxml import etree

from cpcs_harness.people.model import Report

from .nodes import OID, Node, coded, content_id, fresh_id, node, template_id

PATHWAYS = "http://nhspathways.org/webservices/pathways/pathwaysCase"


def attachment(report: Report) -> list[Node]:
    """Write the attachment's entry, where the report has one."""
    if not {"attachment", "attachment-wrapped"} & set(report.forms):
        return []
    encoded = base64.b64encode(case(report)).decode()
    if "attachment-wrapped" in report.forms:
        encoded = "\n".join(textwrap.wrap(encoded, 76))
    template = "COCD_TP146002GB01"
    media = node(
        "observationMedia",
        template_id(f"{template}#ObservationMedia"),
        node("id", root=fresh_id()),
        node("value", encoded, representation="B64", mediaType="text/xml"),
        _device(template),
        classCode="OBS",
        moodCode="EVN",
    )
    return [
        node(
            "entry",
            content_id(f"{template}#ObservationMedia"),
            media,
            typeCode="COMP",
            contextConductionInd="true",
        )
    ]


def case(report: Report) -> bytes:
    """Write the case that is attached: the same patient, case and outcome as in the report."""
    root = etree.Element(f"{{{PATHWAYS}}}PathwaysCase", nsmap={"p": PATHWAYS})
    _add(_add(root, "serviceDestination"), "code", _destination(report))
    _add(root, "messageStatus", "Complete")
    _add(_add(root, "outcome"), "code", report.disposition_code)
    details = _add(root, "caseDetails")
    _add(details, "caseRef", report.case_id)
    _add(details, "caseId", report.case_reference)
    _patient(root, report)
    _add(_add(root, "returnPhone"), "number", report.person.callback)
    triage = _add(_add(root, "pathwayDetails"), "pathwayTriage")
    _add(_add(triage, "finalDisposition"), "finalDispCode", report.disposition_code)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _destination(report: Report) -> str:
    """Give the code of the pharmacy; two systems give the DoS's id for it."""
    return report.premises.dos_service_id if report.habits in ("cleric", "tpp") else report.premises.ods


def _patient(root: Node, report: Report) -> None:
    """Describe the patient with no more than the document around it says."""
    person, patient = report.person, _add(root, "patient")
    _add(patient, "forename", person.given)
    _add(patient, "surname", person.family)
    _add(patient, "gender", (report.gender or person.gender).capitalize())
    if report.number == "verified":
        _add(patient, "nationalNumber", person.nhs_number)
    if report.birth_known == "day":
        _add(patient, "dateOfBirth", person.birth_date.isoformat())


def _device(template: str) -> Node:
    triage = "COCD_TP145000GB01"
    device = node(
        "playingDevice",
        template_id(f"{triage}#playingDevice"),
        node("manufacturerModelName", displayName="Pathways"),
        node("softwareName", displayName="2.4"),
        classCode="DEV",
        determinerCode="INSTANCE",
    )
    role = node(
        "participantRole",
        template_id(f"{triage}#ParticipantRole"),
        coded("code", "TS", f"{OID}.17.418", "Triage Software"),
        device,
        classCode="ROL",
    )
    return node(
        "participant",
        template_id(f"{template}#participant"),
        content_id(f"{triage}#ParticipantRole"),
        role,
        typeCode="DEV",
        contextControlCode="OP",
    )


def _add(parent: Node, name: str, text: str | None = None) -> Node:
    child = etree.SubElement(parent, f"{{{PATHWAYS}}}{name}")
    child.text = text
    return child

"""What a report says, as the NHS 111 Adaptor hands it on: its text, its consent and what was found.

Source: NHS 111 Adaptor 2.0.0, Composition, Consent, Condition and Observation (interface sheet nhs111-itk22, section
5.2).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from cpcs_harness.people.model import Report, Section

from .parts import SNOMED, Parts, coded, utc, without_empty
from .text import narrative

CALL = timedelta(minutes=9)


def call_of(report: Report) -> dict[str, str]:
    """Give when the call began, and when it ended where it is known to have."""
    end = {"end": utc(report.created)} if report.ended else {}
    return {"start": utc(report.created - CALL)} | end


def add_composition(parts: Parts, report: Report, now: datetime) -> None:
    """Add the report's text, under the id of its set; an earlier version is named by its document's id."""
    parent = {"use": "usual", "value": report.parent.document_id} if report.parent else None
    parts.add(
        "report",
        "Composition",
        identifier={"use": "usual", "value": report.set_id},
        status="final",
        type=coded(SNOMED, "371531000", "Report of clinical encounter (record artifact)"),
        subject=parts.reference("patient"),
        encounter=parts.reference("encounter"),
        date=utc(now),
        author=[parts.reference("author")],
        title="111 Report",
        confidentiality="N",
        relatesTo=[{"code": "replaces", "targetIdentifier": parent}] if parent else [],
        section=[
            {"section": [_section(section) for section in report.sections]},
            {"title": "ReferralRequest", "entry": [parts.reference("request")]},
        ],
    )


def _section(section: Section) -> dict[str, Any]:
    inside = [_section(inner) for inner in section.inside]
    return without_empty({"title": section.title, "text": narrative(section), "section": inside})


def add_consent(parts: Parts, report: Report) -> None:
    """Add the consent, which the adaptor gives as active also where the document has none."""
    shared = coded(SNOMED, "425691002", "Consent given for electronic record sharing")
    parts.add(
        "consent",
        "Consent",
        identifier={"use": "usual", "value": report.set_id},
        status="active",
        patient=parts.reference("patient"),
        period=call_of(report),
        consentingParty=[parts.reference("patient")],
        action=[shared | {"text": "Consent given for electronic record sharing"}],
        organization=[parts.reference("custodian")],
        policyRule="http://hl7.org/fhir/ConsentPolicy/opt-out",
        data=[{"meaning": "related", "reference": parts.reference("encounter")}],
    )


def add_findings(parts: Parts, report: Report) -> None:
    """Add a condition that says nothing, and the complaint as the first section has it."""
    whose = {"subject": parts.reference("patient"), "context": parts.reference("encounter")}
    parts.add("condition", "Condition", clinicalStatus="active", verificationStatus="unknown", **whose)
    complaint = next(
        (section for section in report.sections if section.title == "Patient's Reported Condition"), None
    )
    if complaint is not None:
        parts.add(
            "complaint",
            "Observation",
            status="final",
            code=coded(SNOMED, "33962009", "Presenting complaint"),
            valueString=complaint.text,
            **whose,
        )

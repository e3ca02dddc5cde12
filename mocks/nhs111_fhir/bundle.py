"""The message bundle of NHS 111's referral in FHIR R4, from its header to the report's text.

Source: model of the project, from the Booking and Referral FHIR API, application 5: the codes of event, reason and
category, `revoked` for what is withdrawn, and that every resource says when it last changed. That application is for
GP practices; the identifiers of the case, the Dx code in ServiceRequest.code and the Composition are our own.
Left out: CarePlan, Flags and QuestionnaireResponses of that application, its MessageDefinition, and bookings.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cpcs_harness.errors import HarnessError
from cpcs_harness.people.model import Premises, Report, Section

from .people import (
    AT_LEAST,
    Resource,
    author,
    organization,
    patient,
    practice,
    receiver,
    reference,
    resource_id,
    without_empty,
)
from .text import narrative

EVENTS = "https://fhir.nhs.uk/CodeSystem/message-events-bars"
REASONS = "https://fhir.nhs.uk/CodeSystem/message-reason-bars"
CATEGORIES = "https://fhir.nhs.uk/CodeSystem/message-category-servicerequest"
USE_CASES = "https://fhir.nhs.uk/CodeSystem/usecases-categories-bars"
CASE_REFERENCE = "https://fhir.nhs.uk/Id/nhs111-case-reference"
CASE_ID = "https://fhir.nhs.uk/Id/nhs111-case-id"
DISPOSITIONS = "urn:oid:2.16.840.1.113883.2.1.3.2.4.17.325"
UUIDS = "https://tools.ietf.org/html/rfc4122"
SNOMED = "http://snomed.info/sct"
ENDPOINTS = "urn:nhs-uk:addressing:ods:"
SENDERS = {"telephony": "NHS 111", "online": "NHS 111 online"}
CALL = timedelta(minutes=9)
_LONDON = ZoneInfo("Europe/London")


def message_bundle(report: Report) -> Resource:
    """Write the whole message for one report; its id is the message's, as its header's is."""
    if report.interaction not in ("primary", "nullify") or report.earlier:
        raise HarnessError(f"no FHIR referral is modelled for the interaction {report.interaction!r}")
    resources = [
        _header(report),
        _service_request(report),
        _encounter(report),
        patient(report),
        organization(report, "sender", report.sender_ods, report.sender_name),
        receiver(report),
        *([practice(report)] if report.names_practice else []),
        author(report),
        _composition(report),
    ]
    return {
        "resourceType": "Bundle",
        "id": report.message_id,
        "meta": {"lastUpdated": moment(report)},
        "type": "message",
        "timestamp": moment(report),
        "entry": [_entry(report, resource) for resource in resources],
    }


def moment(report: Report, before: timedelta = timedelta(0)) -> str:
    """Give when the report was written, or some time before, in London's clock with its offset."""
    return (report.created - before).astimezone(_LONDON).isoformat(timespec="seconds")


def endpoint(premises: Premises, ods_suffix: str, addressing: str) -> str:
    """Give the address of a pharmacy's service: by its ODS code, by its id at the DoS, or by both."""
    ods = ENDPOINTS + premises.ods + ods_suffix
    addresses = {"ods": ods, "dos": f"dos:{premises.dos_service_id}", "none": ""}
    written = addresses.get(addressing, f"{ods}|{addresses['dos']}")
    if not written:
        raise HarnessError("a FHIR referral always has a destination")
    return written


def _entry(report: Report, resource: Resource) -> Resource:
    updated: dict[str, Any] = {"lastUpdated": moment(report)} | resource.get("meta", {})
    return {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource | {"meta": updated}}


def _header(report: Report) -> Resource:
    is_new = report.parent is None and report.version == 1 and report.interaction == "primary"
    return {
        "resourceType": "MessageHeader",
        "id": report.message_id,
        "eventCoding": {"system": EVENTS, "code": "servicerequest-request"},
        "destination": [
            *(
                {"name": other.name, "endpoint": endpoint(other, "", report.addressing)}
                for other in report.also_to
            ),
            {
                "name": report.premises.name,
                "endpoint": endpoint(report.premises, report.ods_suffix, report.addressing),
                # Booking and Referral Standard, MessageHeader: a receiver verifies that this refers to it.
                "receiver": reference(report, "receiver"),
            },
        ],
        "sender": reference(report, "sender"),
        "source": {
            "name": SENDERS[report.sender],
            "software": "CPCS harness",
            "endpoint": ENDPOINTS + report.sender_ods,
        },
        "reason": {"coding": [{"system": REASONS, "code": "new" if is_new else "update"}]},
        "focus": [reference(report, "referral")],
    }


def _service_request(report: Report) -> Resource:
    coding = {"system": DISPOSITIONS, "code": report.disposition_code}
    if AT_LEAST not in report.forms:
        coding["display"] = report.disposition_text
    parent = {"identifier": _uuid(report.parent.document_id)} if report.parent else {}
    written: Resource = {
        "resourceType": "ServiceRequest",
        "id": resource_id(report, "referral"),
        "meta": {"versionId": str(report.version)},
        "identifier": [_uuid(report.document_id)],
        "replaces": [parent] if parent else [],
        "requisition": _uuid(report.set_id),
        "status": "revoked" if report.interaction == "nullify" else "active",
        "intent": "plan",
        "category": [
            {"coding": [{"system": CATEGORIES, "code": "referral"}]},
            {"coding": [{"system": USE_CASES, "code": "referraltopharmacy"}]},
        ],
        "code": {"coding": [coding], "text": report.disposition_text},
        "subject": reference(report, "patient"),
        "encounter": reference(report, "encounter"),
        "authoredOn": moment(report),
        "requester": reference(report, "author"),
        "performer": [reference(report, "receiver")],
        "supportingInfo": [reference(report, "report")],
    }
    return without_empty(written)


def _encounter(report: Report) -> Resource:
    end = {"end": moment(report)} if report.ended else {}
    return {
        "resourceType": "Encounter",
        "id": resource_id(report, "encounter"),
        "identifier": [
            {"system": CASE_REFERENCE, "value": report.case_reference},
            {"system": CASE_ID, "value": report.case_id},
        ],
        "status": "finished" if report.ended else "triaged",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "VR"},
        "subject": reference(report, "patient"),
        "period": {"start": moment(report, CALL)} | end,
        "serviceProvider": reference(report, "sender"),
    }


def _composition(report: Report) -> Resource:
    coding = {"system": SNOMED, "code": "819551000000100", "display": "NHS 111 Report"}
    return {
        "resourceType": "Composition",
        "id": resource_id(report, "report"),
        "identifier": _uuid(report.document_id),
        "status": "final",
        "type": {"coding": [coding]},
        "subject": reference(report, "patient"),
        "encounter": reference(report, "encounter"),
        "date": moment(report),
        "author": [reference(report, "author")],
        "title": "NHS 111 Report",
        "custodian": reference(report, "sender"),
        "section": [_section(section) for section in report.sections],
    }


def _section(section: Section) -> Resource:
    written = {
        "title": section.title,
        "text": narrative(section) if section.text else {},
        "section": [_section(inner) for inner in section.inside],
    }
    return without_empty(written)


def _uuid(value: str) -> dict[str, str]:
    return {"system": UUIDS, "value": value}

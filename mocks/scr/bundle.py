"""What the SCR FHIR API gives out of a Summary Care Record: its identifier, and the record as a bundle.

Source: Summary Care Record FHIR API, DocumentReference and Bundle (interface sheet dos-eps-rtec-scr-dmd, section 5.3).
Left out: the coded conditions and observations that some records hold beside their text.
"""

from __future__ import annotations

import uuid
from typing import Any

from cpcs_harness.people.demographics import CareRecord, CareSection
from cpcs_harness.people.model import Person
from cpcs_harness.times import real_now, stamp

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
ODS_CODE = "https://fhir.nhs.uk/Id/ods-organization-code"
SCR_UUID = "https://fhir.nhs.uk/Id/nhsSCRUUID"
PERMISSION = "https://fhir.nhs.uk/CodeSystem/SCR-ACSPermission"
SNOMED = "http://snomed.info/sct"
SUMMARY = "196981000000101"
RFC_4122 = "https://tools.ietf.org/html/rfc4122"
_PROFILE = "http://fhir.nhs.net/Id/sds-role-profile-id"


def search_bundle(record: CareRecord | None, base: str) -> dict[str, Any]:
    """Give the searchset that names the current record; one without entries where there is none."""
    bundle = {"resourceType": "Bundle", "id": str(uuid.uuid4()), "type": "searchset"}
    if record is None or not record.document_id:
        return bundle | {"total": 0}  # no entry member: an array must not be empty in FHIR
    patient_id = str(uuid.uuid4())
    reference = _document_reference(record, patient_id, base)
    entries = [
        {
            "fullUrl": f"{base}/DocumentReference/{reference['id']}",
            "resource": reference,
            "search": {"mode": "match"},
        },
        {"fullUrl": patient_id, "resource": _patient(record.nhs_number, patient_id)},
    ]
    return bundle | {"total": 1, "entry": entries}


def record_bundle(record: CareRecord | None, person: Person | None, base: str) -> dict[str, Any]:
    """Give the record as a bundle; one with no entries for an identifier that is not the current one."""
    resources = [] if record is None else _resources(record, person)
    return {
        "resourceType": "Bundle",
        "id": str(uuid.uuid4()).upper(),
        "identifier": {"system": RFC_4122, "value": str(uuid.uuid4()).upper()},
        "type": "searchset",
        "timestamp": stamp(real_now()),
        "total": len(resources),
        # Unlike the search, the description asks for the member even where it is empty.
        "entry": [
            {"fullUrl": f"{base}/{resource['resourceType']}/{resource['id']}", "resource": resource}
            for resource in resources
        ],
    }


def _document_reference(record: CareRecord, patient_id: str, base: str) -> dict[str, Any]:
    url = (
        f"{base}/Bundle?composition.identifier={record.document_id}"
        f"&composition.subject:Patient.identifier={NHS_NUMBER}|{record.nhs_number}"
    )
    return {
        "resourceType": "DocumentReference",
        "id": str(uuid.uuid4()),
        "masterIdentifier": {"system": SCR_UUID, "value": record.document_id},
        "status": "current",
        "type": {"coding": [_summary()]},
        "subject": {"reference": f"Patient/{patient_id}"},
        "securityLabel": [{"coding": [{"system": PERMISSION, "code": record.permission}]}],
        "content": [{"attachment": {"url": url}}],
        "context": {"event": [{"coding": [_summary()]}]},
    }


def _resources(record: CareRecord, person: Person | None) -> list[dict[str, Any]]:
    ids = {name: str(uuid.uuid4()).upper() for name in ("patient", "author", "doctor", "practice")}
    practice: dict[str, Any] = {"resourceType": "Organization", "id": ids["practice"]}
    if person is not None:
        practice |= {
            "identifier": [{"system": ODS_CODE, "value": person.practice.ods}],
            "name": person.practice.name,
        }
    author = {
        "resourceType": "PractitionerRole",
        "id": ids["author"],
        "identifier": [{"system": _PROFILE, "value": "555010203040"}],
        "practitioner": {"reference": f"Practitioner/{ids['doctor']}"},
        "organization": {"reference": f"Organization/{ids['practice']}"},
    }
    doctor = {"resourceType": "Practitioner", "id": ids["doctor"], "name": [{"text": "FENWICK, Ruth (Dr)"}]}
    composition = _composition(record, ids["patient"], ids["author"])
    asked = [_patient(record.nhs_number, str(uuid.uuid4()).upper())] if record.asked_too else []
    return [
        composition,
        *asked,
        author,
        doctor,
        practice,
        _patient(record.about or record.nhs_number, ids["patient"]),
    ]


def _composition(record: CareRecord, patient_id: str, author_id: str) -> dict[str, Any]:
    created = record.created or "2026-01-14T09:30:00+00:00"
    documentation = {
        "system": SNOMED,
        "code": "163171000000105",
        "display": "Care Professional Documentation",
    }
    return {
        "resourceType": "Composition",
        "id": record.document_id,
        "meta": {"lastUpdated": created},
        "identifier": {"system": RFC_4122, "value": record.document_id},
        "status": "final",
        "type": {"coding": [_summary()]},
        "category": [{"coding": [documentation]}],
        "subject": {"reference": f"Patient/{patient_id}"},
        "date": created,
        "author": [{"reference": f"PractitionerRole/{author_id}"}],
        "title": "General Practice Summary",
        "section": [_section(section) for section in record.sections],
    }


def _section(section: CareSection) -> dict[str, Any]:
    div = f'<div xmlns="http://www.w3.org/1999/xhtml">{section.html}</div>'
    return {
        "title": section.title,
        "code": {"coding": [{"code": section.code}]},
        "text": {"status": "generated", "div": div},
    }


def _patient(nhs_number: str, patient_id: str) -> dict[str, Any]:
    identifier = {"system": NHS_NUMBER, "value": nhs_number}
    return {"resourceType": "Patient", "id": patient_id, "identifier": [identifier]}


def _summary() -> dict[str, str]:
    return {"system": SNOMED, "code": SUMMARY, "display": "General Practice Summary"}

"""Prescriptions as the FHIR tracker tells of them: a bundle of what a search finds, and one of an issue in full.

Source: Clinical Prescription Tracker API (interface sheet dos-eps-rtec-scr-dmd, 3.5). A search tells no items. Which of
the two extensions carries the status is nowhere settled, so that here each second prescription of a patient has the
other one. Modelled: the request group's own status; how a repeat prescription (no repeat dispensing) counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid5

from cpcs_harness.people.prescriptions import HeldItem, HeldPrescription, HeldPrescriptions

from .statuses import FHIR_ITEM, FHIR_PRESCRIPTION

Resource = dict[str, Any]
NHS = "https://fhir.nhs.uk"
DEFINITION = f"{NHS}/StructureDefinition"
STATUS_AS_SHOWN = f"{DEFINITION}/Extension-EPS-PrescriptionStatusHistory"
"""In the API's examples."""
STATUS_AS_CODED = f"{DEFINITION}/Extension-DM-PrescriptionStatusHistory"
"""In its code."""
ACTIVE = ("0000", "0001", "0002", "0003", "9000", "9001")
DISPENSING = ("0003", "0006", "0008", "0009")
"""Something of it has been dispensed."""
INTENT = {"0001": "order", "0002": "instance-order", "0003": "reflex-order"}
COURSE = {"0001": "acute", "0002": "continuous", "0003": "continuous-repeat-dispensing"}
ITEM_STATUS = {"0001": "completed", "0002": "stopped", "0005": "cancelled", "0006": "stopped"}
"""Of a medication request; whatever else becomes of an item, it is active."""
_SPACE = UUID("6f0a9d10-0000-4000-8000-00000000f418")


def search_bundle(held: HeldPrescriptions, found: Sequence[HeldPrescription]) -> Resource:
    """Give what a search finds of what is held of a patient, without items; the patient stands before it."""
    groups = [_entry(_group(held, one), "match") for one in found]
    entries = [_entry(_patient(held.nhs_number), "include"), *groups] if found else []
    return {"resourceType": "Bundle", "type": "searchset", "total": len(found), "entry": entries}


def view_bundle(held: HeldPrescriptions, one: HeldPrescription) -> Resource:
    """Give one issue in full: whose it is, who wrote it, its items, and what has become of it."""
    requests = [_request(held.nhs_number, one, item) for item in one.items]
    dispensed = _dispensed(held.nhs_number, one)
    group = _group(held, one) | {"author": _by(one.prescriber.ods), "action": _actions(one, requests)}
    included = [_patient(held.nhs_number), _role(one.prescriber.ods), *requests, *dispensed]
    entries = [*(_entry(resource, "include") for resource in included), _entry(group, "match")]
    return {"resourceType": "Bundle", "type": "searchset", "total": 1, "entry": entries}


def _group(held: HeldPrescriptions, one: HeldPrescription) -> Resource:
    return {
        "resourceType": "RequestGroup",
        "id": _id("group", one.id, one.issue),
        "identifier": [{"system": f"{NHS}/Id/prescription-order-number", "value": one.id}],
        "subject": {"reference": f"urn:uuid:{_id('patient', held.nhs_number)}"},
        "status": "active" if one.status in ACTIVE else "completed",
        "intent": INTENT[one.treatment],
        "authoredOn": _moment(one.issued),
        "extension": list(_extensions(held, one)),
    }


def _extensions(held: HeldPrescriptions, one: HeldPrescription) -> Iterable[Resource]:
    first = list(dict.fromkeys(known.id for known in held.prescriptions)).index(one.id) % 2 == 0
    status = {"url": "status", "valueCoding": _business_status(one.status)}
    yield {"url": STATUS_AS_SHOWN if first else STATUS_AS_CODED, "extension": [status]}
    if one.treatment != "0001":
        parts = [
            {"url": "numberOfRepeatsIssued", "valueInteger": one.issue},
            {"url": "numberOfRepeatsAllowed", "valueInteger": one.issues},
        ]
        yield {"url": f"{DEFINITION}/Extension-EPS-RepeatInformation", "extension": parts}
    yield _pending("prescriptionPendingCancellation", one.pending_cancellation)


def _request(number: str, one: HeldPrescription, item: HeldItem) -> Resource:
    status = {"url": "dispenseStatus", "valueCoding": _item_status(item.status)}
    information = {"url": f"{DEFINITION}/Extension-EPS-DispensingInformation", "extension": [status]}
    nominated = {"dispenseRequest": {"quantity": _quantity(item)}}
    if one.nominated is not None:
        nominated["dispenseRequest"]["performer"] = _by(one.nominated.ods)
    return {
        **_of_item("MedicationRequest", number, one, item),
        "status": ITEM_STATUS.get(item.status, "active"),
        "intent": INTENT[one.treatment],
        "requester": {"reference": f"urn:uuid:{_id('role', one.prescriber.ods)}"},
        "groupIdentifier": {"system": f"{NHS}/Id/prescription-order-number", "value": one.id},
        "courseOfTherapyType": {"coding": [_course(one.treatment)]},
        **nominated,
        "extension": [information, _pending("lineItemPendingCancellation", one.pending_cancellation)],
    }


def _dispensed(number: str, one: HeldPrescription) -> list[Resource]:
    if one.dispenser is None or one.status not in DISPENSING:
        return []
    doses = [
        {
            **_of_item("MedicationDispense", number, one, item),
            "status": "in-progress" if one.status == "0003" else "completed",
            "performer": [{"actor": {"reference": f"urn:uuid:{_id('role', one.dispenser.ods)}"}}],
            "type": {"coding": [_item_status(item.status)]},
            "authorizingPrescription": [
                {"reference": f"urn:uuid:{_id('MedicationRequest', one.id, one.issue, item.id)}"}
            ],
            "quantity": _quantity(item),
        }
        for item in one.items
    ]
    return [_role(one.dispenser.ods), *doses]


def _of_item(kind: str, number: str, one: HeldPrescription, item: HeldItem) -> Resource:
    """Give what a request and a dispense of an item have in common."""
    return {
        "resourceType": kind,
        "id": _id(kind, one.id, one.issue, item.id),
        "identifier": [{"system": f"{NHS}/Id/prescription-order-item-number", "value": item.id.upper()}],
        "subject": {"reference": f"urn:uuid:{_id('patient', number)}"},
        "medicationCodeableConcept": {"text": item.description},
        "dosageInstruction": [{"text": item.dosage}],
    }


def _actions(one: HeldPrescription, requests: Sequence[Resource]) -> list[Resource]:
    items = [{"resource": {"reference": f"urn:uuid:{request['id']}"}} for request in requests]
    told = [("Prescription upload successful", "0001", one.prescriber.ods, one.issued)]
    if one.before is not None:
        told.append(("Release Request successful", "0002", one.before.ods, one.issued))
        told.append(("Dispense Proposal Return successful", "0001", one.before.ods, one.issued))
    if one.dispenser is not None:
        told.append(("Release Request successful", "0002", one.dispenser.ods, one.downloaded or one.issued))
        if one.status in DISPENSING:
            when = one.dispensed or one.last_event or one.issued
            told.append(("Dispense notification successful", one.status, one.dispenser.ods, when))
    return [
        {"title": "Prescription Line Items(Medications)", "action": items},
        {"title": "Prescription status transitions", "action": [_transition(*each) for each in told]},
    ]


def _transition(title: str, status: str, ods: str, when: str) -> Resource:
    url = "http://hl7.org/fhir/5.0/StructureDefinition/extension-RequestOrchestration.action.participant.typeReference"
    return {
        "title": title,
        "timingDateTime": _moment(when),
        "code": [{"coding": [_business_status(status)]}],
        "participant": [{"extension": [{"url": url, "valueReference": _by(ods)}]}],
    }


def _patient(number: str) -> Resource:
    identifier = {"system": f"{NHS}/Id/nhs-number", "value": number}
    return {"resourceType": "Patient", "id": _id("patient", number), "identifier": [identifier]}


def _role(ods: str) -> Resource:
    return {"resourceType": "PractitionerRole", "id": _id("role", ods), "organization": _by(ods)}


def _by(ods: str) -> Resource:
    return {"identifier": {"system": f"{NHS}/Id/ods-organization-code", "value": ods}}


def _pending(name: str, value: bool) -> Resource:
    part = {"url": name, "valueBoolean": value}
    return {"url": f"{DEFINITION}/Extension-PendingCancellation", "extension": [part]}


def _business_status(code: str) -> Resource:
    system = f"{NHS}/CodeSystem/EPS-task-business-status"
    return {"system": system, "code": code, "display": FHIR_PRESCRIPTION[code]}


def _item_status(code: str) -> Resource:
    return {"system": f"{NHS}/CodeSystem/medicationdispense-type", "code": code, "display": FHIR_ITEM[code]}


def _course(treatment: str) -> Resource:
    system = "http://terminology.hl7.org/CodeSystem/medicationrequest-course-of-therapy"
    return {"system": system, "code": COURSE[treatment]}


def _quantity(item: HeldItem) -> Resource:
    value = float(item.quantity)
    return {"value": int(value) if value.is_integer() else value, "unit": item.unit}


def _entry(resource: Resource, mode: str) -> Resource:
    return {"fullUrl": f"urn:uuid:{resource['id']}", "search": {"mode": mode}, "resource": resource}


def _moment(written: str) -> str:
    """Write a moment of YYYYMMDDHHMMSS as FHIR does."""
    day, time = f"{written[:4]}-{written[4:6]}-{written[6:8]}", written[8:14].ljust(6, "0")
    return f"{day}T{time[:2]}:{time[2:4]}:{time[4:]}.000Z"


def _id(*parts: object) -> str:
    return str(uuid5(_SPACE, " ".join(str(part) for part in parts)))

"""What the tracker's JSON interface says: item summary and details in words, traces in codes, trouble inside a 200.

Source: interface sheet dos-eps-rtec-scr-dmd, 3.2. The keys of a trace beyond status and items are modelled on those of
the item summary.
"""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse, Response

from cpcs_harness.people.prescriptions import HeldItem, HeldOrganisation, HeldPrescription

from .statuses import ITEM, PRESCRIPTION, TREATMENT

Answer = dict[str, Any]

NOT_YET = "False"
"""In place of a date, for what has not happened."""
UNKNOWN = "Not Found"
"""In place of an organisation's name."""


def enveloped(status: str, reason: str, **content: Any) -> Response:
    """Write an answer: always 200, with the code of what went wrong inside, 0 for nothing."""
    answer = {"version": "1", "reason": reason, "statusCode": status, **content}
    return JSONResponse(answer, headers={"Cache-Control": "no-store"})


def summary(held: HeldPrescription, nhs_number: str) -> Answer:
    """Give a prescription as the item summary has it: what it is called, and what is on it."""
    words = {
        "prescriptionTreatmentType": TREATMENT[held.treatment],
        "prescriptionStatus": PRESCRIPTION[held.status],
    }
    return _head(held, nhs_number) | words | {"lineItems": {item.id: item.description for item in held.items}}


def details(held: HeldPrescription, nhs_number: str, items: tuple[HeldItem, ...]) -> Answer:
    """Give a prescription as the item details have it, under its id; items are those that were asked for."""
    known = summary(held, nhs_number)
    dates = {
        "prescriptionDownloadDate": held.downloaded or NOT_YET,
        "prescriptionDispensedDate": held.dispensed or NOT_YET,
        "prescriptionClaimedDate": held.claimed or NOT_YET,
        "prescriptionLastIssueDispensedDate": held.dispensed or NOT_YET,
    }
    places = {
        "prescriber": _organisation(held.prescriber),
        "nominatedPharmacy": _organisation(held.nominated),
        "dispensingPharmacy": _organisation(held.dispenser),
    }
    return {held.id: known | dates | places | {"lineItems": {item.id: _item(item) for item in items}}}


def trace_summary(held: HeldPrescription, nhs_number: str) -> Answer:
    """Give a prescription as a search has it: in codes."""
    codes = {"prescriptionTreatmentType": held.treatment, "prescriptionStatus": held.status}
    return _head(held, nhs_number) | codes


def trace(held: HeldPrescription, nhs_number: str) -> Answer:
    """Give one issue as a trace has it: in codes, its items by number."""
    items = {
        str(number): {"id": item.id, "status": _status(item.status, ITEM)}
        for number, item in enumerate(held.items, 1)
    }
    issue = {"issueNumber": str(held.issue), "lineItems": items}
    return trace_summary(held, nhs_number) | {"prescriptionID": held.id, "issue": issue}


def _head(held: HeldPrescription, nhs_number: str) -> Answer:
    repeat = {"currentIssue": str(held.issue), "totalAuthorised": str(held.issues)}
    return {
        "lastEventDate": held.last_event or held.issued,
        "prescriptionIssueDate": held.issued,
        "patientNhsNumber": nhs_number,
        "epsVersion": "R2" if len(held.id) == 20 else "R1",
        "repeatInstance": repeat,
        "pendingCancellations": str(held.pending_cancellation),
    }


def _item(item: HeldItem) -> Answer:
    return {
        "description": item.description,
        "quantity": item.quantity,
        "uom": item.unit,
        "dosage": item.dosage,
        "itemStatus": ITEM[item.status],
        "code": item.code,
    }


def _organisation(held: HeldOrganisation | None) -> Answer:
    if held is None:
        return {"name": UNKNOWN, "address": UNKNOWN, "phone": UNKNOWN, "ods": UNKNOWN}
    return {"name": held.name, "address": held.address, "phone": held.phone, "ods": held.ods}


def _status(code: str, words: dict[str, str]) -> Answer:
    return {"statusCode": code, "statusText": words[code]}

"""What the FHIR tracker answered, in the words in which the JSON interface says the same.

Source: Clinical Prescription Tracker API (interface sheet dos-eps-rtec-scr-dmd, section 3.5).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from cpcs_harness.formats.json_parts import object_in, objects_in
from cpcs_harness.judging import ExchangeView

SERVICE = "clinical_tracker"
SEARCH, VIEW = "search_prescriptions", "view_prescription"
STATUS_URLS = (
    "https://fhir.nhs.uk/StructureDefinition/Extension-EPS-PrescriptionStatusHistory",
    "https://fhir.nhs.uk/StructureDefinition/Extension-DM-PrescriptionStatusHistory",
)
"""Either may carry the status: one is in the API's examples, the other in its code."""
DISPENSERS = ("0002", "0003", "0006", "0008", "0009")
"""What becomes of a prescription at a pharmacy."""
_DAY = len("YYYYMMDD")

Bundle = Mapping[str, Any]
Row = dict[str, Any]


def bundle_in(call: ExchangeView) -> Bundle | None:
    """Give the bundle that was answered; None for what is none."""
    answer = call.response.json
    found = call.response.status == 200 and isinstance(answer, dict)
    return answer if found and answer.get("resourceType") == "Bundle" else None


def rows_in(bundle: Bundle) -> list[tuple[str, Row]]:
    """Give each issue of a bundle with its prescription's id, as the JSON interface would tell of it."""
    resources = {
        str(entry.get("fullUrl")): object_in(entry, "resource") for entry in objects_in(bundle, "entry")
    }
    groups = (found for found in resources.values() if found.get("resourceType") == "RequestGroup")
    return [(str(objects_in(group, "identifier")[0]["value"]), _row(group, resources)) for group in groups]


def _row(group: Row, resources: Mapping[str, Row]) -> Row:
    repeat = _parts(group, "EPS-RepeatInformation")
    known: Row = {
        "prescriptionStatus": _status(group)["code"],
        "statusUrl": next(
            part["url"] for part in objects_in(group, "extension") if part["url"] in STATUS_URLS
        ),
        "repeatInstance": {
            "currentIssue": str(repeat.get("numberOfRepeatsIssued", {}).get("valueInteger", 1)),
            "totalAuthorised": str(repeat.get("numberOfRepeatsAllowed", {}).get("valueInteger", 1)),
        },
        "pendingCancellations": str(_is_pending(group)),
        "prescriptionIssueDate": re.sub(r"\D", "", str(group.get("authoredOn") or ""))[:_DAY],
        "lineItems": {
            str(found.get("id")): _item(found)
            for found in resources.values()
            if found.get("resourceType") == "MedicationRequest"
        },
    }
    holder = _holder(group)
    return known | ({"dispensingPharmacy": {"ods": holder}} if holder else {})


def _item(found: Row) -> Row:
    quantity = object_in(object_in(found, "dispenseRequest"), "quantity")
    parts = _parts(found, "EPS-DispensingInformation")
    return {
        "description": object_in(found, "medicationCodeableConcept").get("text"),
        "quantity": str(quantity.get("value", "")),
        "uom": quantity.get("unit"),
        "dosage": " ".join(str(dose.get("text") or "") for dose in objects_in(found, "dosageInstruction")),
        "itemStatus": object_in(parts.get("dispenseStatus", {}), "valueCoding").get("display"),
    }


def _status(group: Row) -> Row:
    parts = (found for url in STATUS_URLS for found in objects_in(group, "extension") if found["url"] == url)
    return object_in(objects_in(next(parts), "extension")[0], "valueCoding")


def _parts(group: Row, name: str) -> dict[str, Row]:
    found = (part for part in objects_in(group, "extension") if part["url"].endswith(name))
    return {part["url"]: part for whole in found for part in objects_in(whole, "extension")}


def _is_pending(group: Row) -> bool:
    return _parts(group, "PendingCancellation")["prescriptionPendingCancellation"]["valueBoolean"] is True


def _holder(group: Row) -> str:
    """Give the pharmacy of the last transition that is a pharmacy's."""
    return next((who for code, who in reversed(list(_transitions(group))) if code in DISPENSERS), "")


def _transitions(group: Row) -> Iterable[tuple[str, str]]:
    for action in (inner for outer in objects_in(group, "action") for inner in objects_in(outer, "action")):
        for code, participant in zip(
            objects_in(action, "code"), objects_in(action, "participant"), strict=False
        ):
            reference = object_in(objects_in(participant, "extension")[0], "valueReference")
            yield objects_in(code, "coding")[0]["code"], object_in(reference, "identifier")["value"]

"""Prescriptions as the FHIR tracker tells of them: a request group for each issue, and what it refers to.

Source: Clinical Prescription Tracker API (interface sheet dos-eps-rtec-scr-dmd, sections 3.3 and 3.5).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .prescription import AWAY, Prescription

_STATUSES = {
    "0000": "Awaiting Release Ready",
    "0001": "To be Dispensed",
    "0002": "With Dispenser",
    "0003": "With Dispenser - Active",
    "0004": "Expired",
    "0005": "Cancelled",
    "0006": "Dispensed",
    "0007": "Not Dispensed",
    "0008": "Claimed",
    "0009": "No-Claimed",
    "9000": "Repeat dispense future instance",
    "9001": "Prescription future instance",
    "9005": "Cancelled future instance",
}
_RELEASED = ("0002", "0003")


@dataclass(frozen=True)
class Group:
    """One issue, and whether it is one of several."""

    prescription: Prescription
    is_repeat: bool


def patient_in(bundle: dict[str, Any]) -> str:
    """The NHS number of the patient that a bundle is about; empty where it names none."""
    patients = [found for found in resources_in(bundle) if found.get("resourceType") == "Patient"]
    return next((part["value"] for found in patients for part in listed(found, "identifier")), "")


def groups_in(bundle: dict[str, Any], status_urls: Sequence[str]) -> list[Group]:
    """Each issue of a bundle, with the items that stand beside it."""
    resources = resources_in(bundle)
    groups = [found for found in resources if found.get("resourceType") == "RequestGroup"]
    items = tuple(item(found) for found in resources if found.get("resourceType") == "MedicationRequest")
    return [group_from(found, items, status_urls) for found in groups]


def group_from(found: dict[str, Any], items: tuple[dict[str, str], ...], status_urls: Sequence[str]) -> Group:
    """One issue of a request group."""
    repeat = parts_of(found, "-EPS-RepeatInformation")
    status = status_of(found, status_urls)
    cancelling = parts_of(found, "-PendingCancellation").get("prescriptionPendingCancellation", {})
    prescription = Prescription(
        listed(found, "identifier")[0]["value"],
        _STATUSES.get(status, status),
        str(found.get("authoredOn") or "")[:10].replace("-", ""),
        int(repeat.get("numberOfRepeatsIssued", {}).get("valueInteger", 1)),
        int(repeat.get("numberOfRepeatsAllowed", {}).get("valueInteger", 1)),
        cancelling.get("valueBoolean") is True,
        holder(found) if _STATUSES.get(status) in AWAY else None,
        items,
    )
    return Group(prescription, bool(repeat))


def status_of(found: dict[str, Any], urls: Sequence[str]) -> str:
    """The code of a status, whichever extension carries it; empty where none does."""
    carrying = [part for part in listed(found, "extension") if part.get("url") in urls]
    codings = [part["valueCoding"] for whole in carrying for part in listed(whole, "extension")]
    return str(codings[0].get("code") or "") if codings else ""


def holder(found: dict[str, Any]) -> dict[str, str] | None:
    """The pharmacy to which it was released last, by its code; the interface tells neither name nor telephone."""
    steps = [step for action in listed(found, "action") for step in listed(action, "action")]
    released = [step for step in steps if _code_of(step) in _RELEASED]
    if not released:
        return None
    (told,) = listed(listed(released[-1], "participant")[0], "extension")
    return {"ods": str(told["valueReference"]["identifier"]["value"]), "name": "", "phone": ""}


def item(found: dict[str, Any]) -> dict[str, str]:
    """One item of a prescription."""
    quantity = (found.get("dispenseRequest") or {}).get("quantity") or {}
    status = parts_of(found, "-EPS-DispensingInformation").get("dispenseStatus", {}).get("valueCoding") or {}
    return {
        "description": str((found.get("medicationCodeableConcept") or {}).get("text") or ""),
        "quantity": f"{quantity.get('value', '')} {quantity.get('unit', '')}".strip(),
        "dosage": " ".join(str(dose.get("text") or "") for dose in listed(found, "dosageInstruction")),
        "status": str(status.get("display") or ""),
    }


def parts_of(found: dict[str, Any], name: str) -> dict[str, dict[str, Any]]:
    """The parts of an extension, by their own names."""
    whole = [part for part in listed(found, "extension") if str(part.get("url")).endswith(name)]
    return {str(part.get("url")): part for outer in whole for part in listed(outer, "extension")}


def resources_in(bundle: dict[str, Any]) -> list[dict[str, Any]]:
    """The resources of a bundle, in its order."""
    return [entry["resource"] for entry in listed(bundle, "entry") if isinstance(entry.get("resource"), dict)]


def listed(found: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects of a list; none where there is no such list."""
    value = found.get(name)
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _code_of(step: dict[str, Any]) -> str:
    codes = [coding.get("code") for code in listed(step, "code")[:1] for coding in listed(code, "coding")]
    return str(codes[0]) if codes else ""

"""Prescriptions of the tracker as its FHIR interface answers them: what a search finds, or one in full."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from cpcs_harness.formats.json_parts import object_in, objects_in
from cpcs_harness.judging.things.amounts import how_many
from cpcs_harness.times import moment_of

LATELY = timedelta(days=28)
SHORT = 20
_TREATMENTS = {"order": "acute", "instance-order": "repeat"}
Part = Mapping[str, Any]


def rows_in(bundle: Part, now: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give what a bundle says of each prescription, by its identifier; of items only one in full says anything."""
    resources = [object_in(entry, "resource") for entry in objects_in(bundle, "entry")]
    for group in resources:
        if group.get("resourceType") == "RequestGroup":
            identifier = str(next(iter(objects_in(group, "identifier")), {}).get("value"))
            items = [one for one in resources if one.get("resourceType") == "MedicationRequest"]
            holders = any(one.get("resourceType") == "MedicationDispense" for one in resources)
            yield identifier, _facts(group, identifier, now) | (_details(items, holders) if items else {})


def _facts(group: Part, identifier: str, now: str) -> dict[str, Any]:
    parts = {
        str(part.get("url")).rpartition("/")[2]: part
        for whole in objects_in(group, "extension")
        for part in objects_in(whole, "extension")
    }
    pending = parts.get("prescriptionPendingCancellation", {}).get("valueBoolean")
    issue = parts.get("numberOfRepeatsIssued", {}).get("valueInteger")
    repeated = "first issue" if issue == 1 else "later issue"
    kind = "release 1" if len(identifier) != SHORT else "plus" if identifier.endswith("+") else "usual"
    return {
        "status": object_in(parts.get("status", {}), "valueCoding").get("code"),
        "treatment": _TREATMENTS.get(str(group.get("intent")), repeated),
        "issued": _issued(str(group.get("authoredOn")), now),
        "identifier": kind,
        "pending": pending,
    }


def _details(items: Sequence[Part], is_dispensed: bool) -> dict[str, Any]:
    texts = [str(object_in(item, "medicationCodeableConcept").get("text")) for item in items]
    requests = [object_in(item, "dispenseRequest") for item in items]
    amounts = [str(object_in(request, "quantity").get("value")) for request in requests]
    dosages = [part.get("text") for item in items for part in objects_in(item, "dosageInstruction")]
    return {
        "items": how_many(items),
        "letters": "plain" if all(map(str.isascii, texts)) else "others",
        # A pharmacy has no telephone here: it is an ODS code.
        **({"dispenser": "no telephone"} if is_dispensed else {}),
        "nominated": "named" if any(request.get("performer") for request in requests) else "none",
        "quantity": "half" if any("." in amount for amount in amounts) else "whole",
        "dosage": "given" if all(dosages) else "none",
    }


def _issued(written: str, now: str) -> str:
    try:
        return "lately" if moment_of(now) - moment_of(written) <= LATELY else "long ago"
    except ValueError:
        return ""

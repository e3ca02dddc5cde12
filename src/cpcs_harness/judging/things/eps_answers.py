"""Prescriptions of the tracker, each read from what it answered in one look, by its JSON interface or by FHIR."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from cpcs_harness.evidence.events import Event, Exchange
from cpcs_harness.formats.json_parts import object_in
from cpcs_harness.judging.things.amounts import how_many
from cpcs_harness.judging.things.eps_bundles import rows_in
from cpcs_harness.judging.things.recorded import Cases, Recorded
from cpcs_harness.times import moment_of

FINE, SHORT = "0", 20
LATELY = timedelta(days=28)
"""How far back a search goes that names no dates."""
_NOTHING = ("", "False", "Not Found", "None")
_STATUSES = {
    "awaiting release ready": "0000",
    "to be dispensed": "0001",
    "with dispenser": "0002",
    "with dispenser - active": "0003",
    "expired": "0004",
    "cancelled": "0005",
    "dispensed": "0006",
    "not dispensed": "0007",
    "claimed": "0008",
    "no-claimed": "0009",
    "repeat dispense future instance": "9000",
    "prescription future instance": "9001",
    "cancelled future instance": "9005",
}
_TREATMENTS = {"acute prescription": "acute", "repeat prescribing": "repeat"}
Part = Mapping[str, Any]


def eps_answers(cases: Cases) -> Iterator[Recorded]:
    """Give every prescription that was answered to somebody who looked, with all that the look was about."""
    for seen, asked in cases.looks("track_prescriptions", "eps_tracker"):
        events = frozenset({seen.id, *(call.id for call in asked)})
        today = moment_of(seen.clock).date()
        for identifier, told in _told(cases, asked).items():
            yield Recorded(_facts(identifier, told, today), events, frozenset({asked[0].id}))
    for seen, asked in cases.looks("track_prescriptions", "clinical_tracker"):
        events = frozenset({seen.id, *(call.id for call in asked)})
        found: dict[str, dict[str, Any]] = {}
        for call in asked:
            for identifier, row in rows_in(cases.told_by(call), seen.clock):
                found[identifier] = found.get(identifier, {}) | row
        for row in found.values():
            yield Recorded(row, events, frozenset({asked[0].id}))


def _told(cases: Cases, calls: list[Event[Exchange]]) -> dict[str, dict[str, Any]]:
    """Give what was answered of each prescription, details laid over the summary; items by their ids."""
    found: dict[str, dict[str, Any]] = {}
    for call in calls:
        answer = cases.told_by(call)
        if str(answer.get("statusCode")) != FINE:
            continue
        listed = answer.get("prescriptions")
        rows = listed if isinstance(listed, dict) else answer
        for identifier, row in rows.items():
            if isinstance(row, dict) and isinstance(row.get("lineItems"), dict):
                known = found.setdefault(str(identifier), {})
                known.update(row, lineItems={**known.get("lineItems", {}), **row["lineItems"]})
    return found


def _facts(identifier: str, told: Part, today: date) -> dict[str, Any]:
    items = list(told["lineItems"].values())
    detailed = [item for item in items if isinstance(item, dict)]
    names = [item.get("description") if isinstance(item, dict) else item for item in items]
    pending = {"True": True, "False": False}.get(str(told.get("pendingCancellations")))
    facts = {
        "status": _STATUSES.get(str(told.get("prescriptionStatus")).casefold(), ""),
        "items": how_many(items),
        "treatment": _treatment(told),
        "issued": _issued(str(told.get("prescriptionIssueDate")), today),
        "identifier": _identifier(identifier),
        "letters": "plain" if all(str(name).isascii() for name in names) else "others",
        "pending": pending,
    }
    return facts | (_details(told, detailed) if len(detailed) == len(items) else {})


def _details(told: Part, items: Sequence[Part]) -> dict[str, Any]:
    """Give what the details alone tell; a system may have asked for none."""
    has = object_in(told, "dispensingPharmacy")
    nominated = object_in(told, "nominatedPharmacy")
    return {
        "dispenser": _dispenser(has),
        "nominated": "none" if nominated.get("name") in _NOTHING else "named",
        "quantity": "half" if any("." in str(item.get("quantity")) for item in items) else "whole",
        "dosage": "none" if any(item.get("dosage") in _NOTHING for item in items) else "given",
    }


def _dispenser(has: Part) -> str:
    if has.get("name") in _NOTHING:
        return "none"
    return "no telephone" if has.get("phone") in _NOTHING else "named"


def _treatment(told: Part) -> str:
    written = str(told.get("prescriptionTreatmentType")).casefold()
    if written in _TREATMENTS:
        return _TREATMENTS[written]
    first = str(object_in(told, "repeatInstance").get("currentIssue")) == "1"
    return ("first issue" if first else "later issue") if written == "repeat dispensing" else ""


def _issued(written: str, today: date) -> str:
    try:
        day = datetime.strptime(written[:8], "%Y%m%d").date()
    except ValueError:
        return ""
    return "lately" if today - day <= LATELY else "long ago"


def _identifier(identifier: str) -> str:
    if len(identifier) != SHORT:
        return "release 1"
    return "plus" if identifier.endswith("+") else "usual"

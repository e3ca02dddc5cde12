"""One prescription as the tracker tells of it, and as it is shown.

Source: prescription tracker (interface sheet dos-eps-rtec-scr-dmd, sections 3.2 and 3.3).
"""

from dataclasses import dataclass
from typing import Any

READY = "To be Dispensed"
AWAY = ("With Dispenser", "With Dispenser - Active")
_WORDS = {
    "Awaiting Release Ready": "Not yet due",
    READY: "Can be dispensed",
    "With Dispenser": "Fetched by a pharmacy",
    "With Dispenser - Active": "Some items dispensed by a pharmacy",
    "Expired": "Expired",
    "Cancelled": "Cancelled",
    "Dispensed": "Dispensed",
    "Not Dispensed": "Not dispensed",
    "Claimed": "Dispensed, and claimed for",
    "No-Claimed": "Dispensed, and not claimed for",
    "Repeat dispense future instance": "A later issue of a repeat prescription",
    "Prescription future instance": "Dated in the future",
    "Cancelled future instance": "A later issue, cancelled",
}
_NOTHING = ("False", "Not Found", "None", "")
"""What the tracker writes for what there is not."""


@dataclass(frozen=True)
class Prescription:
    """What is known of one issue of a prescription."""

    id: str
    status: str
    """In the tracker's words."""
    issued: str
    issue: int
    issues: int
    cancelling: bool
    holder: dict[str, str] | None
    items: tuple[dict[str, str], ...]

    @property
    def usable(self) -> bool:
        """Whether it can be dispensed here and now."""
        return self.status == READY and not self.cancelling

    @property
    def words(self) -> str:
        """Its status as a person reads it; one that is not known as it came."""
        return _WORDS.get(self.status, self.status)

    def shown(self) -> dict[str, Any]:
        """As a person sees it."""
        return {
            "id": self.id,
            "status": self.words,
            "usable": self.usable,
            "issued": day(self.issued),
            "issue": self.issue,
            "issues": self.issues,
            "pending_cancellation": self.cancelling,
            "held_by": self.holder,
            "items": list(self.items),
        }


def prescription_from(identifier: str, told: dict[str, Any]) -> Prescription:
    """A prescription from the summary and the details of it, laid over one another."""
    repeat, status = told.get("repeatInstance") or {}, str(told.get("prescriptionStatus") or "")
    items = tuple(item_from(item) for item in (told.get("lineItems") or {}).values())
    return Prescription(
        identifier,
        status,
        known(told.get("prescriptionIssueDate")),
        int(known(repeat.get("currentIssue")) or 1),
        int(known(repeat.get("totalAuthorised")) or 1),
        str(told.get("pendingCancellations")) == "True",
        place_from(told.get("dispensingPharmacy")) if status in AWAY else None,
        items,
    )


def item_from(told: Any) -> dict[str, str]:
    """One item; the summary has its description alone."""
    if not isinstance(told, dict):
        return {"description": known(told)}
    quantity = f"{known(told.get('quantity'))} {known(told.get('uom'))}".strip()
    return {
        "description": known(told.get("description")),
        "quantity": quantity,
        "dosage": known(told.get("dosage")),
        "status": known(told.get("itemStatus")),
    }


def place_from(told: Any) -> dict[str, str] | None:
    """A pharmacy; None where the tracker knows of none."""
    place = {name: known((told or {}).get(name)) for name in ("ods", "name", "phone")}
    return place if place["name"] else None


def known(value: Any) -> str:
    """What the tracker says; empty for the words that it writes for nothing."""
    text = "" if value is None else str(value).strip()
    return "" if text in _NOTHING else text


def day(text: str) -> str:
    """A day as people write it, of YYYYMMDD and what follows; empty for none."""
    return f"{text[6:8]}/{text[4:6]}/{text[:4]}" if len(text) >= 8 and text[:8].isdigit() else text

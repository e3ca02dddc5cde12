"""What may be supplied at the patient's request, and how much of it.

Source: Human Medicines Regulations 2012, regulation 225 (interface sheet mesh-itk3-nhsmail-mys, section D, check 55).
"""

from typing import Any

from ..pharmacy.medicines import Medicine

Notice = dict[str, Any]

_BARRED = ("1", "2", "3")
_FIVE_DAYS = ("4", "5")
_PACKS = {
    "smallest-pack": "the smallest pack that there is",
    "full-cycle": "one full cycle",
    "full-course": "the smallest full course",
}


class SupplyRules:
    """Knows the regulation; only what it bars is refused, everything else is for the pharmacist to decide."""

    def why_not(self, medicine: Medicine, _item: dict[str, Any]) -> str:
        """Why a medicine may not be supplied at all; empty where it may, whatever there may be too much of."""
        if medicine.schedule in _BARRED and not medicine.only_for:
            return (
                f"{medicine.display} is a controlled drug of schedule {medicine.schedule}: "
                "it cannot be supplied at the patient's request; turn to a prescriber"
            )
        return ""

    def most_days(self, medicine: Medicine) -> int | None:
        """The most days of treatment; None where the pack decides, or where no prescription is needed."""
        if medicine.pack_rule or not medicine.prescription_only:
            return None
        return 5 if medicine.schedule in _FIVE_DAYS or medicine.only_for else 30

    def notices(self, medicine: Medicine, item: dict[str, Any]) -> list[Notice]:
        """What the regulation has to say of an item that may be supplied."""
        return [
            {"kind": kind, "text": text, "code": medicine.code}
            for kind, text in (
                ("schedule", self.of_schedule(medicine)),
                ("days", self.of_days(medicine, item["days_supply"])),
                ("quantity", self.of_quantity(medicine, item["quantity"])),
            )
            if text
        ]

    def of_schedule(self, medicine: Medicine) -> str:
        """A word on a controlled drug."""
        if medicine.only_for:
            return f"{medicine.display}: for {medicine.only_for} alone, and for five days"
        return f"{medicine.display} is of schedule {medicine.schedule}" if medicine.schedule else ""

    def of_days(self, medicine: Medicine, days: int | None) -> str:
        """A word on more days than there may be."""
        most = self.most_days(medicine)
        if most is None or days is None or days <= most:
            return ""
        return f"{medicine.display}: {days} days, and no more than {most} may be supplied"

    def of_quantity(self, medicine: Medicine, quantity: float) -> str:
        """A word on more than the pack, the cycle or the course that there may be."""
        if not medicine.pack_rule or not medicine.pack or quantity <= medicine.pack:
            return ""
        return (
            f"{medicine.display}: no more than {_PACKS[medicine.pack_rule]} ({medicine.pack} {medicine.unit})"
        )

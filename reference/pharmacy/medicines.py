"""The medicines that this system knows, by its own codes, with their dm+d codes and names."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..kit.problems import Refused

DMD = "https://dmd.nhs.uk"
SNOMED = "http://snomed.info/sct"


@dataclass(frozen=True)
class Medicine:
    """One medicine as dm+d has it."""

    own_code: str
    code: str
    level: str
    display: str
    unit: str
    unit_system: str
    unit_code: str
    schedule: str = ""
    """Of the Misuse of Drugs Regulations 2001; empty for what is no controlled drug."""
    prescription_only: bool = True
    pack_rule: str = ""
    """What may be supplied at the patient's request instead of so many days: smallest-pack, full-cycle, full-course."""
    pack: float = 0
    """How much that is, in its unit."""
    only_for: str = ""
    """What it may be supplied for although its schedule bars it."""
    withdrawn: bool = False
    """Whether dm+d has withdrawn it, so that it is not to be recorded any more."""


class Medicines:
    """The list that a pharmacist chooses from."""

    def __init__(self) -> None:
        text = Path(__file__).with_name("medicines.json").read_text(encoding="utf-8")
        self.known = {entry["own_code"]: Medicine(**entry) for entry in json.loads(text)}

    def get(self, own_code: str) -> Medicine | None:
        """The medicine that has this code here."""
        return self.known.get(own_code)

    def chosen(self, own_code: str) -> Medicine:
        """The medicine that a person chose; refused where the list has none of this code."""
        medicine = self.get(own_code)
        if medicine is None:
            raise Refused(f"The medicine {own_code} is not in this system's dm+d list; choose one that is")
        if self.is_withdrawn(medicine):
            raise Refused(f"dm+d has withdrawn {medicine.display}; choose what there is in its place")
        return medicine

    def is_withdrawn(self, medicine: Medicine) -> bool:
        """Whether a medicine is one that nobody is to choose any more."""
        return medicine.withdrawn

    def with_code(self, code: str) -> Medicine:
        """The medicine that has this dm+d code."""
        return next(medicine for medicine in self.known.values() if medicine.code == code)

    def item(
        self,
        medicine: Medicine,
        quantity: float,
        days_supply: int | None = None,
        dosage: str = "",
        owing: float | None = None,
    ) -> dict[str, Any]:
        """A medicine handed out, as it is shown and stored; what is still to be handed out where something is."""
        return {
            "code": medicine.code,
            "system": DMD,
            "display": medicine.display,
            "quantity": quantity,
            "unit": medicine.unit,
            "days_supply": days_supply,
            "dosage": dosage,
            **({"owing": owing} if owing else {}),
        }

    def concept(self, item: dict[str, Any], system: str) -> dict[str, Any]:
        """The coded form of an item, in the code system that the message wants dm+d codes in."""
        return {"coding": [{"system": system, "code": item["code"], "display": item["display"]}]}

    def quantity(self, item: dict[str, Any]) -> dict[str, Any]:
        """The amount of an item, with its unit coded."""
        medicine = self.with_code(item["code"])
        return {
            "value": item["quantity"],
            "unit": medicine.unit,
            "system": medicine.unit_system,
            "code": medicine.unit_code,
        }

"""Faults in how medicines are described by dm+d: their codes, systems, names, units, and which may be chosen."""

from __future__ import annotations

from typing import Any

from ..consultations.record import Record
from ..outbound.claims.fhir_claim import Claims
from ..outbound.gp.resources import GpResources, Ids
from ..pharmacy.medicines import DMD, SNOMED, Medicine, Medicines
from ._wrong import wrong

Item = dict[str, Any]

_LONG = 17
"""Digits of a code that a double does not hold exactly."""
_CREAM, _GENERIC_CREAM = "99901031000001109", "99902021000001102"
_CREAM_BEFORE = "Betamethasone 0.1% cream (Example Pharma Ltd)"


@wrong(catches=("DMD-03",), shows_when="a code of 17 digits or more")
class WritesCodesAsNumbers(Medicines):
    """Keeps codes as numbers, so that long ones are rounded."""

    def concept(self, item: Item, system: str) -> Item:
        code = item["code"]
        return super().concept(
            {**item, "code": str(int(float(code))) if len(code) >= _LONG else code}, system
        )


@wrong(catches=("DMD-04",), shows_when="a second item")
class MixesCodeSystems(Claims):
    """Claims the first item under the system of dm+d, and any other under that of SNOMED CT."""

    def items(self, items: list[Item]) -> list[Item]:
        lines = super().items(items)
        for line, item in list(zip(lines, items, strict=True))[1:]:
            line["productOrService"] = self.medicines.concept(item, SNOMED)
        return lines


@wrong(catches=("DMD-01",), shows_when="a second item")
class EndsTheCodeSystemInASlash(Claims):
    """Claims every item but the first under a system that has a slash too many."""

    def dispense(self, record: Record, item: Item, number: int) -> Item:
        system = DMD if number == 1 else f"{DMD}/"
        return {
            **super().dispense(record, item, number),
            "medicationCodeableConcept": self.medicines.concept(item, system),
        }


@wrong(catches=("DMD-05",), shows_when="a medicine that was withdrawn")
class SuppliesWhatWasWithdrawn(Medicines):
    """Lets medicines be supplied that dm+d has withdrawn, and says nothing of it."""

    def is_withdrawn(self, medicine: Medicine) -> bool:
        return False


@wrong(catches=("DMD-06",), shows_when="a description that has changed")
class KeepsTheNameOfBefore(Medicines):
    """Sends the description that a medicine had in an earlier release."""

    def concept(self, item: Item, system: str) -> Item:
        return super().concept({**item, "display": _CREAM_BEFORE} if item["code"] == _CREAM else item, system)


@wrong(catches=("DMD-07",), shows_when="more than one")
class WritesUnitsInThePlural(GpResources):
    """Writes the unit of a quantity in the plural."""

    def dispense(self, record: Record, item: Item, number: int, ids: Ids) -> Item:
        plural = {**item, "unit": f"{item['unit']}s"} if item["quantity"] != 1 else item
        return super().dispense(record, plural, number, ids)


@wrong(catches=("DMD-08",), shows_when="a medicine with a generic name of its own")
class SendsTheGenericName(GpResources):
    """Tells the practice of the generic medicine, whichever make was handed out."""

    def medication(self, item: Item, number: int, ids: Ids) -> Item:
        generic = {**item, "code": _GENERIC_CREAM, "display": "Betamethasone valerate 0.1% cream"}
        return super().medication(generic if item["code"] == _CREAM else item, number, ids)


@wrong(catches=("DMD-02", "DMD-09"), shows_when="a second item")
class ClaimsTheCodeOfAnother(Claims):
    """Claims every item but the first by the code of another medicine."""

    def dispense(self, record: Record, item: Item, number: int) -> Item:
        other = next(known for known in self.medicines.known.values() if known.own_code == "AMLO5")
        claimed = item if number == 1 else {**item, "code": other.code}
        return {
            **super().dispense(record, item, number),
            "medicationCodeableConcept": self.medicines.concept(claimed, DMD),
        }


@wrong(catches=("DMD-10",), shows_when="an appliance")
class WritesDevicesAsText(Medicines):
    """Sends appliances as text, without a code."""

    def concept(self, item: Item, system: str) -> Item:
        if self.with_code(item["code"]).unit == "device":
            return {"text": item["display"]}
        return super().concept(item, system)

"""The medicines that a document to a practice says were handed out.

Source: GP Connect DigiMeds emergency supply guide 1.3.0-public-beta (interface sheet mesh-itk3-nhsmail-mys, B8).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cpcs_harness.formats.itk3 import entries, read_message, resolve, value, values
from cpcs_harness.judging.expect import squeezed
from cpcs_harness.judging.in_words import in_words

from .mesh import MeshMessage, read_whole

DISPENSE = "MedicationDispense"


@dataclass(frozen=True)
class Dispense:
    """One medicine in a message: the codes that it stands under, how much, for how long, and how it is to be taken."""

    codes: Sequence[str]
    quantity: float | None
    days: float | None
    dosage: str

    def __repr__(self) -> str:
        """Give it for a message."""
        quantity = "none" if self.quantity is None else f"{self.quantity:g}"
        days = "" if self.days is None else f", {self.days:g} days"
        dosage = f", {in_words(self.dosage)}" if self.dosage else ""
        return f"{', '.join(self.codes) or 'no code'}: quantity {quantity}{days}{dosage}"


def dispensed(message: MeshMessage) -> list[Dispense] | None:
    """Give the medicines that a document says were handed out; None for what is no such document."""
    root = read_whole(message)
    read = None if root is None else read_message(root)
    if read is None or len(read.documents) != 1:
        return None
    resources = entries(read.documents[0])
    found = []
    for dispense in (resource.node for resource in resources if resource.kind == DISPENSE):
        medication = resolve(resources, value(dispense, "f:medicationReference/f:reference"))
        codes = values(dispense, "f:medicationCodeableConcept/f:coding/f:code")
        codes += [] if medication is None else values(medication.node, "f:code/f:coding/f:code")
        quantity = number(value(dispense, "f:quantity/f:value"))
        days = number(value(dispense, "f:daysSupply/f:value"))
        dosage = squeezed(" ".join(values(dispense, "f:dosageInstruction/f:text")))
        found.append(Dispense(codes, quantity, days, dosage))
    return found


def number(written: Any) -> float | None:
    """Read a number in any writing; None for what is none."""
    try:
        return float(written)
    except (TypeError, ValueError):
        return None

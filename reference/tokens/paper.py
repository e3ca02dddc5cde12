"""What a token says, line by line.

Source: interface sheet dos-eps-rtec-scr-dmd, 4.3 (letters of the boxes) and 4.4 (contents, of Pharmacy First); the
order and the words are ours (docs/reference/token-model.md).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..kit.config import Premises

BOXES = (
    ("A", "is under 16, or is 60 or over", ("under-16", "over-60")),
    ("B", "is 16, 17 or 18 and in full-time education", ("education",)),
    ("D", "has a maternity exemption certificate", ("maternity",)),
    ("E", "has a medical exemption certificate", ("medical",)),
    ("F", "has a prescription prepayment certificate", ("prepayment",)),
    ("G", "has an exemption certificate of the Ministry of Defence", ("war-pension",)),
    ("L", "is named on a current HC2 certificate", ("hc2",)),
    ("X", "was given contraceptives free of charge", ("contraceptive",)),
    ("H", "gets Income Support or income-related ESA", ("income-support",)),
    ("K", "gets income-based Jobseeker's Allowance", ("jsa",)),
    ("M", "has a tax credit exemption certificate", ("tax-credit",)),
    ("U", "gets Universal Credit, and fulfils its conditions", ("universal-credit",)),
    ("S", "has a partner who gets Pension Credit guarantee credit", ("partner",)),
)
PAID = "none-charge-paid"


@dataclass(frozen=True)
class Token:
    """All that one token tells."""

    patient: dict[str, Any]
    items: list[dict[str, Any]]
    supplied: date
    practice: dict[str, str]
    reference: str
    pharmacy: Premises
    kind: str
    """What is declared; empty where the patient is to tick it."""


class TokenPaper:
    """Words a token."""

    def lines(self, token: Token) -> list[str]:
        """Every line, from top to bottom."""
        parts = (self.patient(token), self.items(token), self.supply(token), self.boxes(token.kind))
        title = ["FP10DT DISPENSING TOKEN", "Urgent supply of a medicine (CPCS)"]
        foot = ["Signature: ______________________   Date: ______________"]
        return [*title, *(line for part in parts for line in ("", *part)), "", *foot]

    def patient(self, token: Token) -> Iterator[str]:
        """Who the patient is."""
        patient = token.patient
        yield f"Patient: {patient['given']} {patient['family']}"
        yield "Address:"
        yield from self.address(patient["address"])
        yield f"Date of birth: {self.day(date.fromisoformat(patient['birth_date']))}"
        yield f"NHS number: {patient['nhs_number']}"

    def address(self, address: dict[str, Any]) -> list[str]:
        """Where the patient lives."""
        return [*address["lines"], address["postcode"]]

    def items(self, token: Token) -> Iterator[str]:
        """What was supplied."""
        for item in token.items:
            yield item["display"]
            yield f"Quantity: {item['quantity']:g} {item['unit']}"

    def supply(self, token: Token) -> Iterator[str]:
        """When, where and for which referral."""
        yield f"Date of supply: {self.day(token.supplied)}"
        yield f"Referral: {token.reference}"
        yield f"GP practice: {token.practice['name']} ({token.practice['ods']})"
        yield f"Pharmacy: {token.pharmacy.name} ({token.pharmacy.ods})"

    def boxes(self, kind: str) -> Iterator[str]:
        """What the patient declares: ticked where it is known."""
        yield "The patient does not have to pay because he or she"
        for letter, words, kinds in BOXES:
            yield f"{self.box(kind in kinds)} {letter} {words}"
        yield f"{self.box(kind == PAID)} Charge paid"

    def box(self, ticked: bool) -> str:
        """A box."""
        return "[X]" if ticked else "[ ]"

    def day(self, day: date) -> str:
        """A date as people read it."""
        return f"{day.day} {day:%B %Y}"

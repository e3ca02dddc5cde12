"""Faults in what becomes of a supply: what goes out of it, what is refused, what is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..consultations.record import Record
from ..outbound.claims.fhir_claim import Claims
from ..outbound.gp.resources import GpResources, Ids
from ..outbound.onward.email import OnwardEmail
from ._wrong import wrong

Item = dict[str, Any]


@wrong(catches=("SUP-01",), condition="a second item")
class DropsTheSecondItem(GpResources):
    """Tells the practice of the first item alone."""

    def items_of(self, record: Record) -> list[Item]:
        return record.items[:1] if record.urgent_medicines else record.items


@wrong(catches=("SUP-01",), condition="a broken quantity")
class RoundsHalfTablets(GpResources):
    """Tells the practice of whole tablets alone."""

    def dispense(self, record: Record, item: Item, number: int, ids: Ids) -> Item:
        return super().dispense(record, {**item, "quantity": max(1, int(item["quantity"]))}, number, ids)


@wrong(catches=("SUP-01",), condition="a second item")
class GivesTheFirstItemsDirections(GpResources):
    """Tells the practice the directions of the first item for every item."""

    def dispense(self, record: Record, item: Item, number: int, ids: Ids) -> Item:
        first = self.items_of(record)[0]
        return super().dispense(record, {**item, "dosage": first["dosage"]}, number, ids)


@wrong(catches=("SUP-02",), condition="nothing was supplied")
class TellsOfWhatWasDeclined(GpResources):
    """Tells the practice of what was asked for and not supplied as of what was."""

    def items_of(self, record: Record) -> list[Item]:
        return [*record.items, *((record.no_supply or {}).get("asked_for") or [])]


@wrong(catches=("SUP-10",), condition="a second item")
class ClaimsTheFirstItemAlone(Claims):
    """Claims the first item alone."""

    def items(self, items: list[Item]) -> list[Item]:
        return super().items(items[:1])


@wrong(catches=("SUP-10",), condition="a broken quantity")
class ClaimsWholeTablets(Claims):
    """Claims whole tablets alone."""

    def claimed_item(self, item: Item) -> Item:
        return {**item, "quantity": max(1, round(item["quantity"]))}


@wrong(catches=("SUP-11",), condition="a part was supplied here")
class SendsThePatientOnWithoutWhatTheyHave(OnwardEmail):
    """Leaves out of an onward referral what was supplied already."""

    def items(self, record: Record) -> list[Item]:
        return []


@wrong(catches=("SUP-12",), condition="nothing was supplied")
class ClaimsWhatWasDeclined(Claims):
    """Claims what was asked for and not supplied."""

    def claim(self, record: Record) -> Item:
        asked = (record.no_supply or {}).get("asked_for") or []
        return super().claim(_with(record, asked))


def _with(record: Record, items: list[Item]) -> Record:
    return replace(record, items=[*record.items, *items])

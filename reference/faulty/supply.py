"""Faults in what becomes of a supply: what goes out of it, what is refused, what is told."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any, ClassVar

from ..actions.action import Observation, Request, referral
from ..app import App
from ..consultations.record import Record
from ..kit.models import Referral
from ..national.eps_tracker import SUMMARY, EpsTracker
from ..outbound.claims.fhir_claim import Claims
from ..outbound.gp.email import GpEmail
from ..outbound.gp.resources import GpResources, Ids
from ..outbound.gp.sections import GpSections
from ..outbound.onward.email import OnwardEmail
from ..pharmacy.medicines import Medicine, Medicines
from ..service import Service
from ..supplies.book import Line, SupplyBook
from ..supplies.notices import SupplyNotices
from ..supplies.rules import Notice, SupplyRules
from ._wrong import wrong

Item = dict[str, Any]


@wrong(catches=("SUP-17",), shows_when="a referral that is completed")
def supplies_once_more(app: App) -> None:
    """Lets a medicine be supplied for a referral that is completed."""
    supply, done = app.actions["supply_medicine"], "completed"

    def again(service: Service, request: Request) -> Observation:
        found = referral(service, request)
        if found.status == done:
            service.store.change(found.id, status="open")
        try:
            return supply(service, request)
        finally:
            if found.status == done:
                service.store.change(found.id, status=done)

    app.actions["supply_medicine"] = again


@wrong(catches=("SUP-01",), shows_when="a second item")
class DropsTheSecondItem(GpResources):
    """Tells the practice of the first item alone."""

    def items_of(self, record: Record) -> list[Item]:
        return record.items[:1] if record.urgent_medicines else record.items


@wrong(catches=("SUP-01",), shows_when="a broken quantity")
class RoundsHalfTablets(GpResources):
    """Tells the practice of whole tablets alone."""

    def dispense(self, record: Record, item: Item, number: int, ids: Ids) -> Item:
        return super().dispense(record, {**item, "quantity": max(1, int(item["quantity"]))}, number, ids)


@wrong(catches=("SUP-01",), shows_when="a second item")
class GivesTheFirstItemsDirections(GpResources):
    """Tells the practice the directions of the first item for every item."""

    def dispense(self, record: Record, item: Item, number: int, ids: Ids) -> Item:
        first = self.items_of(record)[0]
        return super().dispense(record, {**item, "dosage": first["dosage"]}, number, ids)


@wrong(catches=("SUP-01",), shows_when="a practice that takes no MESH")
class WritesOfTheFirstItemAlone(GpEmail):
    """Writes to the practice of the first item alone."""

    def medicines(self, record: Record) -> str:
        return super().medicines(replace(record, items=record.items[:1]))


@wrong(catches=("SUP-02",), shows_when="nothing was supplied")
class TellsOfWhatWasDeclined(GpResources):
    """Tells the practice of what was asked for and not supplied as of what was."""

    def items_of(self, record: Record) -> list[Item]:
        return [*record.items, *((record.no_supply or {}).get("asked_for") or [])]


@wrong(catches=("SUP-02",), shows_when="the patient declines")
class TellsNoReasonOfWhoDeclined(GpSections):
    """Tells the practice that nothing was supplied, and not that it is the patient who declined."""

    def medications(self, record: Record) -> list[str]:
        declined = (record.no_supply or {}).get("why") == "declined"
        return super().medications(replace(record, no_supply=None) if declined else record)


@wrong(catches=("SUP-02",), shows_when="nothing was supplied")
class LeavesReasonsOutOfDocuments(GpSections):
    """Tells the practice that nothing was supplied, and nothing of why."""

    def medications(self, record: Record) -> list[str]:
        return super().medications(replace(record, no_supply=None))


@wrong(catches=("SUP-02",), shows_when="no words beside the reason, or blanks alone")
class TellsNoReasonWithoutWords(GpSections):
    """Tells the practice why nothing was supplied only where the pharmacist wrote it in words of their own."""

    def medications(self, record: Record) -> list[str]:
        kept = record.no_supply or {}
        blank = not str(kept.get("text") or "").strip()
        return super().medications(replace(record, no_supply=None) if blank else record)


@wrong(catches=("SUP-10",), shows_when="a second item")
class ClaimsTheFirstItemAlone(Claims):
    """Claims the first item alone."""

    def items(self, items: list[Item]) -> list[Item]:
        return super().items(items[:1])


@wrong(catches=("SUP-10",), shows_when="a broken quantity")
class ClaimsWholeTablets(Claims):
    """Claims whole tablets alone."""

    def claimed_item(self, item: Item) -> Item:
        return {**item, "quantity": max(1, round(item["quantity"]))}


@wrong(catches=("SUP-11",), shows_when="a part was supplied here")
class SendsThePatientOnWithoutWhatTheyHave(OnwardEmail):
    """Leaves out of an onward referral what was supplied already."""

    def items(self, record: Record) -> list[Item]:
        return []


@wrong(catches=("SUP-11",), shows_when="two medicines were supplied here")
class TellsTheNextPharmacyTheFirstMedicine(OnwardEmail):
    """Names in an onward referral the first of the medicines that were supplied already, and no other."""

    def items(self, record: Record) -> list[Item]:
        return super().items(record)[:1]


@wrong(catches=("SUP-12",), shows_when="nothing was supplied")
class ClaimsWhatWasDeclined(Claims):
    """Claims what was asked for and not supplied."""

    def claim(self, record: Record) -> Item:
        asked = (record.no_supply or {}).get("asked_for") or []
        return super().claim(_with(record, asked))


def _with(record: Record, items: list[Item]) -> Record:
    return replace(record, items=[*record.items, *items])


@wrong(catches=("SUP-03",), shows_when="schedule 2")
class SuppliesMorphine(SupplyRules):
    """Records whatever is in its list as supplied."""

    def why_not(self, medicine: Medicine, _item: Item) -> str:
        return ""

    def of_schedule(self, medicine: Medicine) -> str:
        return ""


@wrong(catches=("SUP-03",), shows_when="schedule 3")
class SuppliesWhateverIsOfScheduleThree(SupplyRules):
    """Takes the one exception of schedule 3 for the rule."""

    def why_not(self, medicine: Medicine, _item: Item) -> str:
        return "" if medicine.schedule == "3" else super().why_not(medicine, _item)

    def of_schedule(self, medicine: Medicine) -> str:
        return "" if medicine.schedule == "3" else super().of_schedule(medicine)


@wrong(catches=("SUP-03",), shows_when="a second item")
class LooksAtTheFirstItemAlone(SupplyBook):
    """Holds the first of several items against the regulation, and no other."""

    def why_not(self, _referral: Referral, _place: int, line: Line) -> str:
        return super().why_not(_referral, _place, line) if _place == 0 else ""

    def told(self, referral: Referral, lines: list[Line]) -> list[Notice]:
        return super().told(referral, lines[:1])


@wrong(catches=("SUP-03",), shows_when="a barred item before another")
class LooksAtTheLastItemAlone(SupplyBook):
    """Holds the last of several items against the regulation, and no other."""

    last = 0

    def record(
        self, referral: Referral, lines: list[Line], reason: str, collected_by: dict[str, str] | None
    ) -> dict[str, Any]:
        self.last = len(lines) - 1
        return super().record(referral, lines, reason, collected_by)

    def why_not(self, _referral: Referral, _place: int, line: Line) -> str:
        return super().why_not(_referral, _place, line) if _place == self.last else ""

    def told(self, referral: Referral, lines: list[Line]) -> list[Notice]:
        return super().told(referral, lines[-1:])


@wrong(catches=("SUP-03",), shows_when="the one exception")
class RefusesPhenobarbital(SupplyRules):
    """Refuses whatever is of schedules 1 to 3."""

    def why_not(self, medicine: Medicine, _item: Item) -> str:
        return super().why_not(replace(medicine, only_for=""), _item)


@wrong(catches=("SUP-04",), shows_when="a pack that lasts longer than 30 days")
class RefusesAnInhalerOfSixtyDays(SupplyRules):
    """Refuses more than 30 days of anything, the smallest pack too."""

    def why_not(self, medicine: Medicine, _item: Item) -> str:
        most = "No more than 30 days may be supplied" if (_item["days_supply"] or 0) > 30 else ""
        return super().why_not(medicine, _item) or most


@wrong(catches=("SUP-04",), shows_when="31 days")
class SaysNothingOfAMonthAndADay(SupplyRules):
    """Takes a month to have 31 days."""

    def most_days(self, medicine: Medicine) -> int | None:
        most = super().most_days(medicine)
        return 31 if most == 30 else most


@wrong(catches=("SUP-04",), shows_when="an oral contraceptive")
class SaysNothingOfThreeCycles(SupplyRules):
    """Looks at no quantity of what comes in packs."""

    def of_quantity(self, medicine: Medicine, quantity: float) -> str:
        return ""


@wrong(catches=("SUP-05",), shows_when="more than five days of schedules 4 and 5")
class AllowsThirtyDaysOfScheduleFour(SupplyRules):
    """Allows of every medicine as many days."""

    def most_days(self, medicine: Medicine) -> int | None:
        return 30


@wrong(catches=("SUP-06",), shows_when="it came to wait after the first look")
class TellsOfNoLivePrescription(EpsTracker):
    """Takes what the tracker said first of a patient for what it says now."""

    said: ClassVar[dict[str, dict[str, Any] | None]] = {}

    def ask(self, path: str, query: dict[str, str]) -> dict[str, Any] | None:
        key = f"{path} {query}"
        if key not in self.said:
            self.said[key] = super().ask(path, query)
        return self.said[key]


@wrong(catches=("SUP-06",), shows_when="another pharmacy has it")
class TellsOfEveryPrescription(EpsTracker):
    """Tells of whatever prescription the patient has as of one that waits."""

    def live(self, nhs_number: str) -> list[str]:
        rows = (self.ask(SUMMARY, {"nhsNumber": nhs_number}) or {}).get("prescriptions") or {}
        return list(rows)


@wrong(catches=("SUP-07",), shows_when="a part is owing")
class TellsOfTheWholeQuantity(GpResources):
    """Tells the practice of what is owing as of what was handed out."""

    def dispense(self, record: Record, item: Item, number: int, ids: Ids) -> Item:
        whole = {**item, "quantity": item["quantity"] + (item.get("owing") or 0)}
        return super().dispense(record, whole, number, ids)


@wrong(catches=("SUP-07",), shows_when="a part is owing")
class ForgetsWhatIsOwing(Medicines):
    """Keeps nothing of what is still to be handed out."""

    def item(
        self,
        medicine: Medicine,
        quantity: float,
        days_supply: int | None = None,
        dosage: str = "",
        owing: float | None = None,
    ) -> Item:
        return super().item(medicine, quantity, days_supply, dosage)


@wrong(catches=("SUP-08",), shows_when="at another pharmacy")
class ForgetsTheFirstSupply(SupplyNotices):
    """Looks for earlier supplies at its own pharmacy alone."""

    def others(self, referral: Referral) -> list[Referral]:
        return [other for other in super().others(referral) if other.ods == referral.ods]


@wrong(catches=("SUP-09",), shows_when="a third party collects")
class ForgetsWhoCollected(SupplyBook):
    """Keeps nothing of who collected."""

    def collector(self, collected_by: dict[str, str] | None) -> dict[str, str] | None:
        return None


@wrong(catches=("SUP-09",), shows_when="a second patient for whom somebody else collects")
class KeepsTheFirstCollector(SupplyBook):
    """Keeps of whoever collects for a patient who collected first of all."""

    @cached_property
    def first(self) -> dict[str, str]:
        return {}

    def collector(self, collected_by: dict[str, str] | None) -> dict[str, str] | None:
        if collected_by and not self.first:
            self.first.update(collected_by)
        return super().collector(dict(self.first) if collected_by else None)


@wrong(catches=("SUP-13",), shows_when="under 16")
class RefusesMinors(SupplyBook):
    """Supplies to nobody under 16."""

    def why_not(self, _referral: Referral, _place: int, line: Line) -> str:
        is_young = any("15" in text for _, text in self.notices.minor(_referral))
        return "Nobody under 16 is supplied" if is_young else super().why_not(_referral, _place, line)


@wrong(catches=("SUP-14",), shows_when="one of several items corrected")
def keeps_only_what_was_corrected(app: App) -> None:
    """Lets go of the other items of a supply where the quantity of one is corrected."""
    amend = app.actions["amend_consultation"]

    def amended(service: Service, request: Request) -> Observation:
        seen = amend(service, request)
        given = {service.medicines.chosen(item["code"]).code for item in request.objects("items")}
        if not given:
            return seen
        found = referral(service, request)
        service.store.change(found.id, supplies=[item for item in found.supplies if item["code"] in given])
        items = [item for item in seen.values["items"] if item["code"] in given]
        return replace(seen, values={**seen.values, "items": items})

    app.actions["amend_consultation"] = amended

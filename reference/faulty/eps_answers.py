"""Faults in showing what the prescription tracker says of some prescriptions: they show in some answers only."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ..kit.problems import ServiceTrouble
from ..kit.times import clock
from ..national.clinical_tracker import ClinicalTracker
from ..national.eps_tracker import EpsTracker
from ..national.prescription import AWAY, Prescription, place_from
from ..national.request_group import Group, listed, resources_in
from ..national.requester import Requester
from ..national.tracked import LINK
from ._wrong import wrong

if TYPE_CHECKING:
    import httpx

_SHORT = 20
_DAYS = timedelta(days=28)


@wrong(catches=("EPT-06",), shows_when="a prescription that was issued months ago")
class ShowsPrescriptionsOfTheLastMonth(EpsTracker):
    """Leaves out, without a word, what was issued more than 28 days ago."""

    def known(self, nhs_number: str, wanted: str) -> list[Prescription]:
        since = f"{clock.now() - _DAYS:%Y%m%d}"
        day = {found.id: found for found in super().known(nhs_number, wanted)}
        rows = (self.ask("nhs111itemsummary", {"nhsNumber": nhs_number}) or {}).get("prescriptions") or {}
        return [one for name, one in day.items() if str(rows[name]["prescriptionIssueDate"])[:8] >= since]


@wrong(catches=("EPT-06",), shows_when="a prescription of release 1")
class ShowsPrescriptionsOfRelease2(EpsTracker):
    """Leaves out what has an identifier of release 1."""

    def known(self, nhs_number: str, wanted: str) -> list[Prescription]:
        return [found for found in super().known(nhs_number, wanted) if len(found.id) == _SHORT]


@wrong(catches=("EPT-06",), shows_when="a third item")
class ShowsTwoItemsAtMost(EpsTracker):
    """Shows the first two items of each prescription."""

    def whole(self, identifier: str, row: dict[str, Any]) -> Prescription:
        found = super().whole(identifier, row)
        return replace(found, items=found.items[:2])


@wrong(catches=("EPT-06",), shows_when="a medicine whose name has accents or signs")
class LeavesSignsOutOfMedicines(EpsTracker):
    """Shows the names of medicines without letters that ASCII has not."""

    def whole(self, identifier: str, row: dict[str, Any]) -> Prescription:
        found = super().whole(identifier, row)
        items = ({**item, "description": _plain(item["description"])} for item in found.items)
        return replace(found, items=tuple(items))


def _plain(text: str) -> str:
    return text.encode("ascii", "ignore").decode()


@wrong(catches=("EPT-20",), shows_when="a quantity with a half")
class ShowsWholeQuantities(EpsTracker):
    """Shows quantities without what stands behind their point."""

    def whole(self, identifier: str, row: dict[str, Any]) -> Prescription:
        found = super().whole(identifier, row)
        items = ({**item, "quantity": item.get("quantity", "").replace(".5", "")} for item in found.items)
        return replace(found, items=tuple(items))


@wrong(catches=("EPT-20",), shows_when="another pharmacy nominated than the one that has it")
class TakesTheNominatedPharmacyForTheOneThatHasIt(EpsTracker):
    """Shows the nominated pharmacy as the one that has fetched a prescription."""

    details: dict[str, Any] | None = None

    def answered(self, data: dict[str, Any]) -> dict[str, Any] | None:
        self.details = super().answered(data)
        return self.details

    def whole(self, identifier: str, row: dict[str, Any]) -> Prescription:
        found = super().whole(identifier, row)
        told = (self.details or {}).get(identifier) or {}
        nominated = place_from(told.get("nominatedPharmacy")) if found.status in AWAY else None
        return replace(found, holder=nominated) if nominated else found


@wrong(catches=("EPT-12",), shows_when="a pharmacy whose telephone the tracker does not know")
class NamesNoPharmacyWithoutTelephone(EpsTracker):
    """Names no pharmacy as the one that has a prescription, where there is no number to ring it by."""

    def whole(self, identifier: str, row: dict[str, Any]) -> Prescription:
        found = super().whole(identifier, row)
        return replace(found, holder=None) if found.holder and not found.holder["phone"] else found


@wrong(catches=("EPT-06",), shows_when="a third item, by FHIR")
class ShowsTwoItemsAtMostByFhir(ClinicalTracker):
    """Shows the first two items of each prescription that the FHIR interface tells of."""

    def whole(self, group: Group, requester: Requester) -> Prescription:
        found = super().whole(group, requester)
        return replace(found, items=found.items[:2])


@wrong(catches=("EPT-06",), shows_when="a medicine whose name has accents or signs, by FHIR")
class LeavesSignsOutOfMedicinesByFhir(ClinicalTracker):
    """Shows the names of medicines that the FHIR interface tells of without letters that ASCII has not."""

    def whole(self, group: Group, requester: Requester) -> Prescription:
        found = super().whole(group, requester)
        items = ({**item, "description": _plain(item["description"])} for item in found.items)
        return replace(found, items=tuple(items))


@wrong(catches=("EPT-20",), shows_when="a second item, by FHIR")
class ShowsTheFirstItemsQuantityWithAllByFhir(ClinicalTracker):
    """Shows with each item that the FHIR interface tells of the quantity of the first."""

    def whole(self, group: Group, requester: Requester) -> Prescription:
        found = super().whole(group, requester)
        quantity = {"quantity": found.items[0]["quantity"]} if found.items else {}
        return replace(found, items=tuple(item | quantity for item in found.items))


@wrong(catches=("EPT-20",), shows_when="an item without directions, by FHIR")
class ShowsTheDirectionsBeforeByFhir(ClinicalTracker):
    """Shows an item without directions of its own with those of the item before it, by FHIR."""

    before = ""

    def whole(self, group: Group, requester: Requester) -> Prescription:
        found = super().whole(group, requester)
        items = []
        for item in found.items:
            self.before = item["dosage"] or self.before
            items.append(item | {"dosage": self.before})
        return replace(found, items=tuple(items))


@wrong(catches=("EPT-20",), shows_when="a prescription that was issued months ago, by FHIR")
class ShowsTheDayOfLookingByFhir(ClinicalTracker):
    """Shows what was issued more than 28 days ago, and comes by FHIR, as of today."""

    def whole(self, group: Group, requester: Requester) -> Prescription:
        found = super().whole(group, requester)
        today = f"{clock.now():%Y%m%d}"
        return replace(found, issued=today) if found.issued < f"{clock.now() - _DAYS:%Y%m%d}" else found


@wrong(
    catches=("EPT-12",), shows_when="a prescription that one pharmacy gave back and another fetched, by FHIR"
)
class NamesWhoFetchedItFirst(ClinicalTracker):
    """Shows as the pharmacy that has a prescription the one that fetched it first, though it gave it back."""

    def bundle(self, reply: httpx.Response) -> dict[str, Any]:
        data = super().bundle(reply)
        for group in (found for found in resources_in(data) if found.get("resourceType") == "RequestGroup"):
            for steps in listed(group, "action"):
                steps["action"] = listed(steps, "action")[:2]
        return data


@wrong(catches=("EPT-18",), shows_when="a 404 of something before the tracker")
class TakesEvery404ForAPrescriptionNotKnown(ClinicalTracker):
    """Says that the tracker does not know a prescription whenever it gets a 404, also one that is not the tracker's."""

    def bundle(self, reply: httpx.Response) -> dict[str, Any]:
        if reply.status_code == 404:
            raise ServiceTrouble(f"The tracker told of a prescription that it does not know any more{LINK}")
        return super().bundle(reply)


@wrong(catches=("EPT-01",), shows_when="an answer that is wrapped in another, without a code outside")
class TakesAnswersWithoutACodeForNone(EpsTracker):
    """Says that there is no prescription where an answer of the tracker has no code."""

    def answered(self, data: dict[str, Any]) -> dict[str, Any] | None:
        return super().answered(data) if "statusCode" in data else None

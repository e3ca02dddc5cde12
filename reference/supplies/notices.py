"""What the pharmacist is told of a supply besides the regulation: what waits, was supplied today, or is owing."""

from typing import Any

from ..formats.amounts import written
from ..kit.ages import years_old
from ..kit.models import Referral
from ..kit.problems import ServiceTrouble
from ..kit.store import Store
from ..kit.times import day_in_london, now
from ..national.eps_tracker import EpsTracker
from ..pharmacy.scr_viewer import number_of
from .rules import Notice

_GROWN_UP = 18


class SupplyNotices:
    """Looks at what else is known of the patient; none of it stops a supply."""

    def __init__(self, store: Store, tracker: EpsTracker) -> None:
        self.store = store
        self.tracker = tracker

    def of_patient(self, referral: Referral) -> list[Notice]:
        """What is known before anything is supplied."""
        found = [*self.waiting(referral), *self.earlier(referral), *self.minor(referral)]
        return [{"kind": kind, "text": text, "code": None} for kind, text in found]

    def waiting(self, referral: Referral) -> list[tuple[str, str]]:
        """Prescriptions that could be dispensed instead; a tracker that does not answer stops nobody."""
        try:
            live = self.tracker.live(number_of(referral))
        except ServiceTrouble:
            return []
        return [
            ("eps-item-live", f"Prescription {found} waits: dispense that, if it has the item")
            for found in live
        ]

    def earlier(self, referral: Referral) -> list[tuple[str, str]]:
        """What this system supplied to the patient today, at whichever of its pharmacies."""
        today = day_in_london(now())
        return [
            (
                "second-request",
                f"Supplied today at {other.ods}: {item['display']}, quantity {written(item['quantity'])}",
            )
            for other in self.others(referral)
            for item in other.supplies
            if day_in_london(item["handed_over"]) == today
        ]

    def others(self, referral: Referral) -> list[Referral]:
        """The patient's other referrals."""
        number = number_of(referral)
        every = self.store.supplied_to(number) if number else []
        return [other for other in every if other.id != referral.id]

    def minor(self, referral: Referral) -> list[tuple[str, str]]:
        """That the patient is no adult yet, which is for the pharmacist to weigh."""
        patient = referral.adopted_patient or referral.content["patient"]
        years = years_old(patient["birth_date"], day_in_london(now()))
        return [("minor", f"The patient is {years}")] if years is not None and years < _GROWN_UP else []

    def owing(self, item: dict[str, Any]) -> list[Notice]:
        """What is still to be handed out."""
        if not item.get("owing"):
            return []
        text = f"Owing: {written(item['owing'])} {item['unit']} of {item['display']}"
        return [{"kind": "owing", "text": text, "code": item["code"]}]

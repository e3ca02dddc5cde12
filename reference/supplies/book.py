"""What is kept of a supply, or of that there was none."""

from dataclasses import dataclass
from typing import Any

from ..kit.models import Referral
from ..kit.store import Store
from ..kit.times import now
from ..pharmacy.medicines import Medicine
from ..pharmacy.scr_viewer import number_of
from .notices import SupplyNotices
from .rules import Notice, SupplyRules

_KEPT = ("reason", "handed_over")
"""What is kept with an item, and told to the practice, but is no part of what a screen calls an item."""


@dataclass(frozen=True)
class Line:
    """One medicine that is to be supplied: as it was asked for, as it is known, and as it is recorded."""

    own_code: str
    medicine: Medicine
    item: dict[str, Any]


class SupplyBook:
    """Records what is handed out; what may not be is refused, and the rest recorded."""

    def __init__(self, store: Store, rules: SupplyRules, notices: SupplyNotices) -> None:
        self.store = store
        self.rules = rules
        self.notices = notices

    def record(
        self, referral: Referral, lines: list[Line], reason: str, collected_by: dict[str, str] | None
    ) -> dict[str, Any]:
        """Record a supply; gives what a person sees of it. Nothing is kept where every line is refused."""
        barred = [(line, self.why_not(referral, place, line)) for place, line in enumerate(lines)]
        taken = [line for line, why in barred if not why]
        told = self.told(referral, taken)
        if taken:
            kept = {"reason": reason, "handed_over": now()}
            who = {"collected_by": self.collector(collected_by)} if collected_by else {}
            items = [{**line.item, **kept} for line in taken]
            self.store.add_supplies(referral.id, items, supplied_to=number_of(referral), **who)
        return {
            "items": [line.item for line in taken],
            "notices": told,
            "refused": [{"code": line.own_code, "why": why} for line, why in barred if why],
            "collected_by": self.collector(collected_by),
        }

    def why_not(self, _referral: Referral, _place: int, line: Line) -> str:
        """Why a line is not recorded; empty where it is."""
        return self.rules.why_not(line.medicine, line.item)

    def told(self, referral: Referral, lines: list[Line]) -> list[Notice]:
        """What the pharmacist is told of a supply."""
        return [
            *self.notices.of_patient(referral),
            *(notice for line in lines for notice in self.rules.notices(line.medicine, line.item)),
            *(notice for line in lines for notice in self.notices.owing(line.item)),
        ]

    def collector(self, collected_by: dict[str, str] | None) -> dict[str, str] | None:
        """Who collected it; None where it was the patient."""
        return collected_by

    def record_none(self, referral: Referral, why: str, text: str, lines: list[Line]) -> dict[str, Any]:
        """Record that what was asked for was not supplied, and why."""
        kept = {"why": why, "text": text, "asked_for": [line.item for line in lines]}
        self.store.change(referral.id, no_supply=kept)
        return kept


def item_shown(item: dict[str, Any]) -> dict[str, Any]:
    """An item as a screen shows it."""
    return {name: value for name, value in item.items() if name not in _KEPT}

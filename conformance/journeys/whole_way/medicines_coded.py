"""Medicines and an appliance with long dm+d codes are supplied, and one that dm+d has withdrawn is asked for.

Source: ITK FHIR Digital Medicines guide 1.2.9, Medication; dm+d (interface sheet dos-eps-rtec-scr-dmd, checks 90-96).
"""

from __future__ import annotations

from typing import Any

from cpcs_harness.journeys.journey import Journey, Stage

from .._steps import parts as _parts
from .._steps import referrals as _referrals
from .._steps.pathways import UM

SUPPLY, WITHDRAWN = "supply_medicine", "withdrawn-product"
QUANTITIES = {"insulin": 5, "antibiotic": 200, "cream": 60, "device": 1}
"""What is supplied of each role, in its unit."""
IN_PLACE = "urgent-medicine"
"""What is supplied to a candidate that declares none of them."""


class MedicinesCoded(Journey):
    """What is supplied is coded from dm+d, each item; what dm+d has withdrawn cannot be chosen unawares."""

    id = "medicines-coded"
    seconds = 1.5
    pathways = (UM,)
    title = "Urgent medicine, medicines and an appliance coded from dm+d"

    def run(self, stage: Stage) -> None:
        """Ask for what was withdrawn, supply the rest, tell the practice, and claim."""
        _parts.sign_in_and_enrol(stage)
        _parts.receive_and_open(stage)
        _parts.trace_on_pds(stage)
        stage.step("The pharmacist asks for a medicine that dm+d has withdrawn")
        own = stage.declaration.medicines
        reason = stage.issued.words.reason
        withdrawn = own.get(WITHDRAWN, stage.issued.medicines[WITHDRAWN].code)
        stage.do(SUPPLY, needed=False, **_item(stage, withdrawn, 14), reason=reason)
        stage.step("The pharmacist supplies medicines and an appliance")
        self._supply(stage, [_item(stage, own[role], QUANTITIES[role]) for role in QUANTITIES if role in own])
        stage.try_to(
            "record_consultation",
            **_referrals.consultation(stage.issued, "medicine-supplied", stage.now()),
        )
        stage.try_to("complete")
        stage.step("The practice is told, and the claim is made")
        stage.do("notify_gp", needed=False)
        stage.do("submit_claims", needed=False)

    def _supply(self, stage: Stage, items: list[dict[str, Any]]) -> None:
        items = items or [_item(stage, stage.own_code(IN_PLACE), 1)]
        reason = stage.issued.words.reason
        if len(items) > 1:
            outcome = stage.do(SUPPLY, needed=False, items=items, reason=reason)
            if outcome.status == "done":
                return
        for item in items:
            stage.try_to(SUPPLY, **item, reason=reason)


def _item(stage: Stage, code: str, quantity: float) -> dict[str, Any]:
    return {"code": code, "quantity": quantity, "days_supply": 5, "dosage": stage.issued.words.dosage}

"""Fills in the referral's address where the record that was adopted has none."""

from typing import Any

from ..kit.models import Referral
from ..screen import Screen
from ..service import Service

CATCHES = ("SMSP-11",)
CONDITION = "a restricted record"


class _FilledIn(Screen):
    def referral(self, referral: Referral) -> dict[str, Any]:
        shown = super().referral(referral)
        adopted, homes = shown["adopted_patient"], referral.content["patient"]["addresses"]
        if adopted and homes and not adopted["address"]["lines"]:
            home = {"lines": homes[0]["lines"], "postcode": homes[0]["postcode"]}
            shown["adopted_patient"] = {**adopted, "address": home}
        return shown


def install(service: Service) -> None:
    """Fill the address in."""
    service.screen.__class__ = _FilledIn

"""Puts what PDS has in the place of what the referral says of the patient."""

from typing import Any

from ..kit.models import Referral
from ..screen import Screen
from ..service import Service

CATCHES = ("PDS-28",)
CONDITION = "a record that differs from the referral"


class _Overwriting(Screen):
    def reported_patient(self, referral: Referral) -> dict[str, Any]:
        adopted = referral.adopted_patient or {}
        names = ("given", "family", "name", "birth_date")
        taken: dict[str, Any] = {name: adopted[name] for name in names if name in adopted}
        return {**super().reported_patient(referral), **taken}


def install(service: Service) -> None:
    """Trust PDS more."""
    service.screen.__class__ = _Overwriting

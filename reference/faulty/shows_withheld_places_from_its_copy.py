"""Fills in from its older copy what PDS withholds of a patient who is restricted by now."""

from functools import cached_property
from typing import Any

from ..kit.models import Referral
from ..screen import Screen
from ..service import Service

CATCHES = ("PDS-16",)
CONDITION = "a patient who became restricted after the first trace"

_PLACES = ("address", "telephone", "practice")


class _Remembering(Screen):
    @cached_property
    def copies(self) -> dict[str, dict[str, Any]]:
        return {}

    def referral(self, referral: Referral) -> dict[str, Any]:
        shown = super().referral(referral)
        adopted = shown["adopted_patient"]
        if adopted and not adopted["restricted"]:
            self.copies[referral.id] = {name: adopted[name] for name in _PLACES}
        elif adopted:
            shown["adopted_patient"] = {**adopted, **self.copies.get(referral.id, {})}
        return shown


def install(service: Service) -> None:
    """Keep the places that were seen."""
    service.screen.__class__ = _Remembering

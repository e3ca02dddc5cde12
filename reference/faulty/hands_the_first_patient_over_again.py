"""Hands the patient over to 1-Click who was handed over first, whoever is treated now."""

from ..national.asker import Asker
from ..pharmacy.one_click import OneClick
from ..service import Service

CATCHES = ("SCR-28",)
CONDITION = "second patient"
_first: dict[str, dict[str, str]] = {}


class _HandsTheFirstOver(OneClick):
    def hand_over(self, asker: Asker, referral: str, nhs_number: str) -> dict[str, str]:
        return _first.setdefault(f"{asker.ods}/{asker.name}", super().hand_over(asker, referral, nhs_number))


def install(service: Service) -> None:
    """Keep the first patient's context."""
    service.one_click.__class__ = _HandsTheFirstOver

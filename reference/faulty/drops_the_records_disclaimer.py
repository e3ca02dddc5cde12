"""Shows the Summary Care Record without its first section, which says what it is and is not."""

from typing import Any

from ..kit.models import Referral
from ..pharmacy.scr_viewer import Viewed
from ..screen import Screen
from ..service import Service

CATCHES = ("SCR-17",)


class _DropsDisclaimer(Screen):
    def care_record(self, viewed: Viewed, referral: Referral) -> dict[str, Any]:
        shown = super().care_record(viewed, referral)
        return {**shown, "sections": shown["sections"][1:]}


def install(service: Service) -> None:
    """Begin with the allergies."""
    service.screen.__class__ = _DropsDisclaimer

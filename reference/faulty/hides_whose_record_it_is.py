"""Shows a Summary Care Record without the patient's NHS number."""

from typing import Any

from ..kit.models import Referral
from ..pharmacy.scr_viewer import Viewed
from ..screen import Screen
from ..service import Service

CATCHES = ("SCR-20",)


class _HidesNumber(Screen):
    def care_record(self, viewed: Viewed, referral: Referral) -> dict[str, Any]:
        return {**super().care_record(viewed, referral), "nhs_number": ""}


def install(service: Service) -> None:
    """Leave the number out."""
    service.screen.__class__ = _HidesNumber

"""Opens a record whose patient was never asked."""

from typing import Any

from ..kit.models import Referral
from ..pharmacy.scr_viewer import GIVEN, ScrViewer
from ..service import Service

CATCHES = ("SCR-05",)
CONDITION = "nothing was recorded of the patient's permission"


class _TakesSilence(ScrViewer):
    def permission(self, referral: Referral) -> dict[str, Any]:
        return referral.scr_permission or {"permission": GIVEN, "reason": ""}


def install(service: Service) -> None:
    """Take silence for a yes."""
    service.scr_viewer.__class__ = _TakesSilence

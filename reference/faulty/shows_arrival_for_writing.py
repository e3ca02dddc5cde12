"""Shows the time at which a report arrived as the time at which it was written."""

from typing import Any

from ..kit.models import Referral
from ..screen import Screen
from ..service import Service

CATCHES = ("N111-34",)
CONDITION = "a report that comes late"


class _Arrival(Screen):
    def row(self, referral: Referral) -> dict[str, Any]:
        return {**super().row(referral), "created": referral.received}


def install(service: Service) -> None:
    """Show when it came."""
    service.screen.__class__ = _Arrival

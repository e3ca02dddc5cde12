"""Acknowledges a referral at once and stores it three seconds later."""

from threading import Timer
from typing import Any

from ..inbound.itk.intake import Intake
from ..kit.config import Premises
from ..referrals.placing import Arrival
from ..service import Service

CATCHES = ("N111-07",)
CONDITION = "stopped just after the acknowledgement"


class _Later(Intake):
    def keep(
        self, content: dict[str, Any], premises: Premises, arrival: Arrival, earlier: list[dict[str, Any]]
    ) -> None:
        timer = Timer(3.0, super().keep, (content, premises, arrival, earlier))
        timer.daemon = True
        timer.start()


def install(service: Service) -> None:
    """Store after the answer."""
    service.intake.__class__ = _Later

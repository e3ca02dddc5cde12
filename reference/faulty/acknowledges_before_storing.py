"""Acknowledges a referral at once and stores it three seconds later."""

from threading import Timer

from ..intake import Intake
from ..models import Referral
from ..service import Service

CATCHES = ("N111-07",)
CONDITION = "stopped just after the acknowledgement"


class _Later(Intake):
    def keep(self, referral: Referral) -> None:
        timer = Timer(3.0, super().keep, (referral,))
        timer.daemon = True
        timer.start()


def install(service: Service) -> None:
    """Store after the answer."""
    service.intake.__class__ = _Later

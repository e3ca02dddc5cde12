"""Makes a whole date of a birth date that was sent in part."""

from ..kit.models import Referral
from ..screen import Screen
from ..service import Service

CATCHES = ("N111-38",)
CONDITION = "a birth date of which the year alone is known"


class _Completing(Screen):
    def birth_date(self, referral: Referral) -> str:
        sent = super().birth_date(referral)
        return (sent + "1900-01-01"[len(sent) :]) if len(sent) < 10 else sent


def install(service: Service) -> None:
    """Fill in the first of January."""
    service.screen.__class__ = _Completing

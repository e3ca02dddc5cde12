"""Shows the first patient's callback number for everybody who comes after."""

from ..kit.models import Referral
from ..screen import Screen
from ..service import Service

CATCHES = ("N111-03",)
CONDITION = "second patient"


class _FirstNumber(Screen):
    first = ""

    def callback_number(self, referral: Referral) -> str:
        self.first = self.first or super().callback_number(referral)
        return self.first


def install(service: Service) -> None:
    """Keep the first callback number."""
    service.screen.__class__ = _FirstNumber

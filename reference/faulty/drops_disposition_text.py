"""Shows the disposition's code and leaves its text out."""

from ..kit.models import Referral
from ..screen import Screen
from ..service import Service

CATCHES = ("N111-04",)


class _CodeAlone(Screen):
    def disposition(self, referral: Referral) -> dict[str, str]:
        return {**super().disposition(referral), "text": ""}


def install(service: Service) -> None:
    """Drop the disposition's text."""
    service.screen.__class__ = _CodeAlone

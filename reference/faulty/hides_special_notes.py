"""Does not show special patient notes."""

from ..kit.models import Referral
from ..screen import Screen
from ..service import Service

CATCHES = ("N111-40",)


class _Hiding(Screen):
    def sections(self, referral: Referral) -> list[dict[str, str]]:
        return [section for section in super().sections(referral) if "Special" not in section["title"]]


def install(service: Service) -> None:
    """Leave special patient notes out."""
    service.screen.__class__ = _Hiding

"""Shows the first two sections of a report of NHS 111 online only."""

from ..kit.models import Referral
from ..screen import Screen
from ..service import Service

CATCHES = ("N111O-06",)
CONDITION = "a report of NHS 111 online"


class _TwoSections(Screen):
    def sections(self, referral: Referral) -> list[dict[str, str]]:
        found = super().sections(referral)
        return found[:2] if referral.source == "nhs111-online" else found


def install(service: Service) -> None:
    """Show two sections of online reports."""
    service.screen.__class__ = _TwoSections

"""Shows the provider that sent the report as the patient's practice."""

from ..kit.models import Referral
from ..screen import Screen
from ..service import Service

CATCHES = ("N111-05",)


class _SenderForPractice(Screen):
    def practice(self, referral: Referral) -> dict[str, str]:
        return dict(referral.content["sender"])


def install(service: Service) -> None:
    """Show the sender as the practice."""
    service.screen.__class__ = _SenderForPractice

"""Names the patient in the alert."""

from ..kit.models import Referral
from ..referrals.alerts import Alerts
from ..service import Service

CATCHES = ("N111-41",)


class _Naming(Alerts):
    def text(self, referral: Referral, kind: str) -> str:
        return f"{super().text(referral, kind)} It is for {referral.content['patient']['name']}."


def install(service: Service) -> None:
    """Put the name into the alert's text."""
    service.alerts.__class__ = _Naming

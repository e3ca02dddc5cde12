"""Says that a practice's referral was received, and never what becomes of it."""

from ..inbound.itk3.intake import Itk3Intake
from ..inbound.itk3.referral import Itk3Message
from ..service import Service

CATCHES = ("GPI-03",)


class _Curt(Itk3Intake):
    def asked(self, message: Itk3Message) -> tuple[bool, bool]:
        return super().asked(message)[0], False


def install(service: Service) -> None:
    """Send no business response."""
    service.itk3_intake.__class__ = _Curt

"""Sends both responses to every referral by ITK3."""

from ..inbound.itk3.intake import Itk3Intake
from ..inbound.itk3.referral import Itk3Message
from ..service import Service

CATCHES = ("GPI-04",)
CONDITION = "a message that asks for no acknowledgement, or for one"


class _Eager(Itk3Intake):
    def asked(self, message: Itk3Message) -> tuple[bool, bool]:
        return True, True


def install(service: Service) -> None:
    """Read no flags."""
    service.itk3_intake.__class__ = _Eager

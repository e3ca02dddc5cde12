"""Answers that all is well to messages that it did not take."""

from ..inbound.itk3.acknowledge import RECEIVED
from ..inbound.itk3.intake import Itk3Intake
from ..inbound.itk3.referral import Itk3Refused
from ..service import Service

CATCHES = ("GPI-06",)
CONDITION = "a message that cannot be read, or is for nobody here"


class _Polite(Itk3Intake):
    def refusal(self, refused: Itk3Refused) -> str:
        return RECEIVED


def install(service: Service) -> None:
    """Never say no."""
    service.itk3_intake.__class__ = _Polite

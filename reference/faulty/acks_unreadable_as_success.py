"""Answers that all is well to messages that it did not take."""

from ..itk3_acknowledge import RECEIVED
from ..itk3_intake import Itk3Intake
from ..itk3_referral import Itk3Refused
from ..service import Service

CATCHES = ("GPI-06",)
CONDITION = "a message that cannot be read, or is for nobody here"


class _Polite(Itk3Intake):
    def refusal(self, refused: Itk3Refused) -> str:
        return RECEIVED


def install(service: Service) -> None:
    """Never say no."""
    service.itk3_intake.__class__ = _Polite

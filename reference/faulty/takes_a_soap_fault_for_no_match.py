"""Takes a SOAP fault of the Spine Mini Service for the answer that nobody was found."""

from ..national.pds.service import Found
from ..national.smsp.answer import Answer
from ..national.smsp.service import Smsp
from ..service import Service

CATCHES = ("SMSP-18",)
CONDITION = "a SOAP fault"


class _FaultIsNobody(Smsp):
    def found(self, answer: Answer) -> Found:
        return self.absent("DEMOG-0001") if "SOAP fault" in answer.problem else super().found(answer)


def install(service: Service) -> None:
    """Take a fault for nobody."""
    service.smsp.__class__ = _FaultIsNobody

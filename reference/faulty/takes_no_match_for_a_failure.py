"""Takes it for a failure when nobody has an NHS number at the Spine Mini Service."""

from ..kit.problems import ServiceTrouble
from ..national.pds.service import Found
from ..national.smsp.answer import Answer
from ..national.smsp.service import Smsp
from ..service import Service

CATCHES = ("SMSP-14",)
CONDITION = "a number that nobody has"


class _NoMatchFails(Smsp):
    def found(self, answer: Answer) -> Found:
        if answer.code == "DEMOG-0001":
            raise ServiceTrouble("Spine Mini Service: it did not find what it was asked for")
        return super().found(answer)


def install(service: Service) -> None:
    """Take every code that is no success for a failure."""
    service.smsp.__class__ = _NoMatchFails

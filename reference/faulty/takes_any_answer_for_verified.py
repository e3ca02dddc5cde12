"""Takes a number for verified as soon as verifyNHSNumber answers, also when it answers false."""

from ..national.smsp.answer import Answer
from ..national.smsp.service import Smsp
from ..service import Service

CATCHES = ("SMSP-17",)
CONDITION = "a check of another's number"


class _AlwaysValid(Smsp):
    def is_valid(self, answer: Answer) -> bool:
        return answer.valid is not None


def install(service: Service) -> None:
    """Take any answer for yes."""
    service.smsp.__class__ = _AlwaysValid

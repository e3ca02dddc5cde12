"""Takes a number for verified as soon as verifyNHSNumber answers, also when it answers false."""

from ..service import Service
from ..smsp import Smsp
from ..smsp_answer import Answer

CATCHES = ("SMSP-17",)
CONDITION = "a check of another's number"


class _AlwaysValid(Smsp):
    def is_valid(self, answer: Answer) -> bool:
        return answer.valid is not None


def install(service: Service) -> None:
    """Take any answer for yes."""
    service.smsp.__class__ = _AlwaysValid

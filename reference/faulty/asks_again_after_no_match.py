"""Asks the Spine Mini Service the same again when nobody was found."""

from ..national.smsp.answer import Answer
from ..national.smsp.service import Smsp
from ..service import Service

CATCHES = ("SMSP-07",)
CONDITION = "a number that nobody has"


class _Stubborn(Smsp):
    def may_pass(self, answer: Answer) -> bool:
        return answer.code == "DEMOG-0001" or super().may_pass(answer)


def install(service: Service) -> None:
    """Take no for not yet."""
    service.smsp.__class__ = _Stubborn

"""Answers what it cannot take in with 202 and nothing, and drops it."""

from ..formats.soap import Fault, Reply
from ..inbound.itk.intake import Intake
from ..service import Service

CATCHES = ("N111-15", "N111-20")
CONDITION = "a message that cannot be taken in"


class _Shrugging(Intake):
    def fault(self, problem: Fault, relates_to: str) -> Reply:
        return Reply(202, b"")


def install(service: Service) -> None:
    """Answer refusals with nothing."""
    service.intake.__class__ = _Shrugging

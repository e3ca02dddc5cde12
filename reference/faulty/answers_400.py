"""Refuses with HTTP status 400, as web APIs do, and not with the 500 of a SOAP fault."""

from ..formats.soap import Fault, Reply
from ..inbound.itk.intake import Intake
from ..service import Service

CATCHES = ("N111-13",)


class _BadRequest(Intake):
    def fault(self, problem: Fault, relates_to: str) -> Reply:
        return Reply(400, super().fault(problem, relates_to).body)


def install(service: Service) -> None:
    """Answer refusals with 400."""
    service.intake.__class__ = _BadRequest

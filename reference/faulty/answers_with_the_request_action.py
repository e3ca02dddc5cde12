"""Answers a report under the SOAP Action of the request itself."""

from ..inbound.itk.intake import Intake
from ..service import Service

CATCHES = ("N111-01",)


class _SameAction(Intake):
    def answer_action(self, service: str) -> str:
        return service


def install(service: Service) -> None:
    """Answer under the wrong Action."""
    service.intake.__class__ = _SameAction

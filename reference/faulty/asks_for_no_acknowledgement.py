"""Asks the practice for neither of the two acknowledgements."""

from ..outbound.gp.message import GpMessage
from ..service import Service

CATCHES = ("GPM-05",)


class _NoQuestions(GpMessage):
    def acknowledgements(self) -> tuple[bool, bool]:
        return False, False


def install(service: Service) -> None:
    """Ask for no acknowledgement."""
    service.gp_message.__class__ = _NoQuestions

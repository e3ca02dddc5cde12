"""Sends the urgent supply message under the event of an immunisation."""

from ..outbound.gp.message import GpMessage
from ..service import Service

CATCHES = ("GPM-04",)


class _Immunisation(GpMessage):
    def event(self) -> dict[str, str]:
        return {**super().event(), "code": "ITK009D"}


def install(service: Service) -> None:
    """Name the wrong event."""
    service.gp_message.__class__ = _Immunisation

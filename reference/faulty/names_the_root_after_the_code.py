"""Calls the element of getPatientDetails getPatientDetailsRequest-v1-0, as if it were named like the others."""

from ..national.smsp.request import SmspRequests
from ..service import Service

CATCHES = ("SMSP-05",)
CONDITION = "a patient whose gender is not known"


class _LikeTheOthers(SmspRequests):
    def root(self, service: str) -> str:
        return f"{service}Request-v1-0"


def install(service: Service) -> None:
    """Name the element like the others."""
    service.smsp.requests.__class__ = _LikeTheOthers

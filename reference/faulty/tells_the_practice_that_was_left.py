"""Takes a practice for the patient's whose registration has ended."""

from typing import Any

from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-18", "PDS-25")
CONDITION = "a patient who left the practice"


class _Endless(Pds):
    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        practices = resource.get("generalPractitioner") or []
        for practice in practices:
            practice["identifier"].pop("period", None)
        return super().read(resource)


def install(service: Service) -> None:
    """Ignore the period of a registration."""
    service.pds.__class__ = _Endless

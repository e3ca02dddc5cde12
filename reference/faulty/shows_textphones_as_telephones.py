"""Shows a textphone as the number to ring."""

from typing import Any

from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-26",)
CONDITION = "a patient with a textphone"


class _AnySystem(Pds):
    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        telecoms = [{**one, "system": "phone"} for one in resource.get("telecom") or []]
        return super().read({**resource, "telecom": telecoms})


def install(service: Service) -> None:
    """Ignore the kind of a telecom."""
    service.pds.__class__ = _AnySystem

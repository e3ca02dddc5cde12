"""Gives up on a record that has no name, as a very restricted one."""

from typing import Any

from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-20", "PDS-21")
CONDITION = "a record without a name"


class _Expecting(Pds):
    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        resource["name"][0]["family"]
        return super().read(resource)


def install(service: Service) -> None:
    """Expect a name."""
    service.pds.__class__ = _Expecting

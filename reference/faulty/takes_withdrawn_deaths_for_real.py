"""Takes everybody for dead of whom there is any notice of a death, also a withdrawn one."""

from typing import Any

from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-22",)
CONDITION = "a notice of a death that was withdrawn"


class _AnyNotice(Pds):
    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        noticed = any("DeathNotification" in str(one.get("url")) for one in resource.get("extension") or [])
        patient = super().read(resource)
        return {**patient, "deceased": patient["deceased"] or noticed}


def install(service: Service) -> None:
    """Look at no status."""
    service.pds.__class__ = _AnyNotice

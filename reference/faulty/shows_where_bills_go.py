"""Shows the billing address as the patient's, by the order in which letters are addressed."""

from typing import Any

from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-25",)
CONDITION = "a patient with a billing address"


class _Correspondence(Pds):
    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        addresses = resource.get("address") or []
        billing = [{**one, "use": "home"} for one in addresses if one.get("use") == "billing"]
        return super().read({**resource, "address": [*billing, *addresses]})


def install(service: Service) -> None:
    """Prefer where bills go."""
    service.pds.__class__ = _Correspondence

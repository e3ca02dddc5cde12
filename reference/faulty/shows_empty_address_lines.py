"""Shows the word None where an address line of PDS is empty."""

from typing import Any

from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-21",)
CONDITION = "an address with empty lines"


class _Literal(Pds):
    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        for address in resource.get("address") or []:
            address["line"] = [str(line) for line in address.get("line") or []]
        return super().read(resource)


def install(service: Service) -> None:
    """Take every line for a text."""
    service.pds.__class__ = _Literal

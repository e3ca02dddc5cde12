"""Writes the wildcard of a search as it is, and not as %2A."""

from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-42",)
CONDITION = "a first name of three letters or more"


class _BareStar(Pds):
    def address(self, path: str, parameters: dict[str, str]) -> str:
        return super().address(path, parameters).replace("%2A", "*")


def install(service: Service) -> None:
    """Encode all but the wildcard."""
    service.pds.__class__ = _BareStar

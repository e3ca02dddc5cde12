"""Leaves the wildcard in the first name when it searches PDS by similar names."""

from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-05",)
CONDITION = "a search by similar names"


class _OpenEnded(Pds):
    def search_parameters(self, details: dict[str, str], most: int) -> dict[str, str]:
        asked = super().search_parameters(details, most)
        given = asked.get("given", "")
        return {**asked, "given": f"{given[:3]}*"} if details.get("fuzzy") and given else asked


def install(service: Service) -> None:
    """Cut first names in every search."""
    service.pds.__class__ = _OpenEnded

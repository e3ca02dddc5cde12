"""Searches PDS by similar names from the start, wherever the first name is known."""

from ..national.pds import search as pds_search
from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-43",)


class _FuzzyFirst(Pds):
    def search_parameters(self, details: dict[str, str], most: int) -> dict[str, str]:
        if not details.get("given"):
            return super().search_parameters(details, most)
        return {**pds_search.fuzzy(details), "_max-results": str(most)}


def install(service: Service) -> None:
    """Search wide first."""
    service.pds.__class__ = _FuzzyFirst

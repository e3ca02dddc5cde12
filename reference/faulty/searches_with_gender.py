"""Sends the gender with each search in PDS."""

from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-43",)


class _WithGender(Pds):
    def search_parameters(self, details: dict[str, str], most: int) -> dict[str, str]:
        asked = super().search_parameters(details, most)
        gender = details.get("gender", "")
        return {**asked, "gender": gender} if gender else asked


def install(service: Service) -> None:
    """Search by gender too."""
    service.pds.__class__ = _WithGender

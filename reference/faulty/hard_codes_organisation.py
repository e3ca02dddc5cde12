"""Names the same organisation to PDS whichever pharmacy asks."""

from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-04",)


class _OneOrganisation(Pds):
    def organisation(self, ods: str) -> str:
        return "FX999"


def install(service: Service) -> None:
    """Name one organisation for all."""
    service.pds.__class__ = _OneOrganisation

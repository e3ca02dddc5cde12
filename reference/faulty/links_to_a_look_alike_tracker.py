"""Links to a host that only looks like the prescription tracker's."""

from ..pharmacy.links import Links
from ..service import Service

CATCHES = ("EPS-01",)


class _LinksToA(Links):
    def prescription_tracker(self, _nhs_number: str) -> dict[str, str]:
        link = super().prescription_tracker(_nhs_number)
        return {**link, "address": "https://portal2.national.ncrs-nhs.uk.example/prescriptionsadmin"}


def install(service: Service) -> None:
    """Link to a look-alike."""
    service.links.__class__ = _LinksToA

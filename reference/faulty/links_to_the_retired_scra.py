"""Links to the address of SCRa, which is no more."""

from ..pharmacy.links import Links
from ..service import Service

CATCHES = ("SCR-26",)


class _LinksToScra(Links):
    def summary_care_record(self, nhs_number: str) -> dict[str, str]:
        return {
            **super().summary_care_record(nhs_number),
            "address": "https://portal2.national.ncrs.nhs.uk/summarycarerecord",
        }


def install(service: Service) -> None:
    """Keep the old address."""
    service.links.__class__ = _LinksToScra

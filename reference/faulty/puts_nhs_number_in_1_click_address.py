"""Opens 1-Click by an address that holds the patient's NHS number."""

from ..pharmacy.links import Links
from ..service import Service

CATCHES = ("SCR-27",)


class _PutsNhsNumber(Links):
    def one_click(self, nhs_number: str) -> dict[str, str]:
        link = super().one_click(nhs_number)
        return {**link, "address": f"{link['address']}#/patient/{nhs_number}"}


def install(service: Service) -> None:
    """Name the patient in the address."""
    service.links.__class__ = _PutsNhsNumber

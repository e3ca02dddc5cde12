"""Puts the patient's NHS number into the link to the prescription tracker."""

from ..pharmacy.links import Links
from ..service import Service

CATCHES = ("EPS-02",)


class _PutsNhsNumber(Links):
    def prescription_tracker(self, _nhs_number: str) -> dict[str, str]:
        link = super().prescription_tracker(_nhs_number)
        return {**link, "address": f"{link['address']}?nhsNumber={_nhs_number}"}


def install(service: Service) -> None:
    """Name the patient in the link."""
    service.links.__class__ = _PutsNhsNumber

"""Puts the patient's NHS number into the link to the care record."""

from ..pharmacy.links import Links
from ..service import Service

CATCHES = ("SCR-01",)


class _PutsNhsNumber(Links):
    def summary_care_record(self, _nhs_number: str) -> dict[str, str]:
        link = super().summary_care_record(_nhs_number)
        return {**link, "address": f"{link['address']}?nhsNumber={_nhs_number}"}


def install(service: Service) -> None:
    """Name the patient in the link."""
    service.links.__class__ = _PutsNhsNumber

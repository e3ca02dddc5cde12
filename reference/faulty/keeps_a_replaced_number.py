"""Takes the record that PDS gives for a replaced number, and keeps the old number for it."""

from dataclasses import replace

from ..national.asker import Asker
from ..national.pds.service import Found, Pds
from ..service import Service

CATCHES = ("PDS-10", "PDS-11")
CONDITION = "a number that was replaced"


class _OldNumber(Pds):
    def retrieve(self, nhs_number: str, asker: Asker) -> Found:
        found = super().retrieve(nhs_number, asker)
        return replace(found, patients=[{**one, "nhs_number": nhs_number} for one in found.patients])


def install(service: Service) -> None:
    """Keep the number that was asked for."""
    service.pds.__class__ = _OldNumber

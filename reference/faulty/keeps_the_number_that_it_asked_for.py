"""Keeps the NHS number that it asked the Spine Mini Service for, also when another one is answered."""

from dataclasses import replace

from ..national.asker import Asker
from ..national.pds.service import Found
from ..national.smsp.service import Smsp
from ..service import Service

CATCHES = ("SMSP-09",)
CONDITION = "a replaced number"


class _OwnNumber(Smsp):
    def retrieve(self, nhs_number: str, asker: Asker) -> Found:
        found = super().retrieve(nhs_number, asker)
        return replace(found, patients=[{**one, "nhs_number": nhs_number} for one in found.patients])


def install(service: Service) -> None:
    """Keep the number."""
    service.smsp.__class__ = _OwnNumber

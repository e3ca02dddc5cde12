"""Asks PDS for a patient's coverage as well, which it gives to nobody who works in a pharmacy."""

from contextlib import suppress

from ..kit.problems import ServiceTrouble
from ..national.asker import Asker
from ..national.pds.service import Found, Pds
from ..service import Service

CATCHES = ("PDS-06",)
CONDITION = "a read by NHS number"


class _Coverage(Pds):
    def retrieve(self, nhs_number: str, asker: Asker) -> Found:
        with suppress(ServiceTrouble):  # PDS refuses it, and the journey goes on
            self.ask("/Coverage", {"subscriber:identifier": nhs_number}, asker)
        return super().retrieve(nhs_number, asker)


def install(service: Service) -> None:
    """Ask for coverage first."""
    service.pds.__class__ = _Coverage

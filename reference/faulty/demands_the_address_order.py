"""Reads the first address as the organisation, whatever it is, and no other."""

from ..formats.soap import ITK, Fault
from ..inbound.addressing import Addressing
from ..inbound.itk.envelope import Distribution
from ..kit.config import Premises
from ..service import Service

CATCHES = ("N111-12",)
CONDITION = "a sender that names the service first"


class _FirstOnly(Addressing):
    def premises_for(self, distribution: Distribution) -> Premises:
        first = distribution.header.find(f"{{{ITK}}}addresslist/{{{ITK}}}address")
        if first is not None and first.get("type"):
            raise Fault("expected an organisation as the first address, received a service")
        return super().premises_for(distribution)


def install(service: Service) -> None:
    """Go by the order of addresses."""
    service.addressing.__class__ = _FirstOnly

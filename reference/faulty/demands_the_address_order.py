"""Reads the first address as the organisation, whatever it is, and no other."""

from ..addressing import Addressing
from ..config import Premises
from ..itk import Distribution
from ..service import Service
from ..soap import ITK, Fault

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

"""Tells a sender which pharmacies it serves when it refuses a report for another."""

from ..inbound.addressing import Addressing
from ..inbound.itk.envelope import Distribution
from ..service import Service

CATCHES = ("N111-16",)
CONDITION = "a recipient that is not served here"


class _Talkative(Addressing):
    def refusal(self, distribution: Distribution) -> str:
        known = ", ".join(f"{one.ods} {one.name}" for one in self.config.premises)
        return f"{super().refusal(distribution)}; this system serves {known}"


def install(service: Service) -> None:
    """Name the pharmacies in the fault."""
    service.addressing.__class__ = _Talkative

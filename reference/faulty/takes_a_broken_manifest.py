"""Takes a report whose manifest disagrees with its payloads."""

from ..inbound.itk.envelope import Distribution
from ..inbound.itk.intake import Intake
from ..service import Service

CATCHES = ("N111-10",)
CONDITION = "a manifest with a wrong count"


class _Unchecked(Intake):
    def check_manifest(self, distribution: Distribution) -> None:
        return


def install(service: Service) -> None:
    """Leave the manifest unchecked."""
    service.intake.__class__ = _Unchecked

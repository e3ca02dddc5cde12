"""Takes payloads of profiles that it does not know."""

from ..inbound.itk.intake import Intake
from ..service import Service

CATCHES = ("N111-15",)
CONDITION = "an unknown profile"


class _AnyProfile(Intake):
    def reads(self, profile: str) -> bool:
        return True


def install(service: Service) -> None:
    """Leave profiles unchecked."""
    service.intake.__class__ = _AnyProfile

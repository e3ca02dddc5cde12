"""Takes payloads of profiles that it does not know."""

from ..intake import Intake
from ..itk import Distribution
from ..service import Service

CATCHES = ("N111-15",)
CONDITION = "an unknown profile"


class _AnyProfile(Intake):
    def check_profiles(self, distribution: Distribution) -> None:
        return


def install(service: Service) -> None:
    """Leave profiles unchecked."""
    service.intake.__class__ = _AnyProfile

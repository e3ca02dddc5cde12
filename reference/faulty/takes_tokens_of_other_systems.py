"""Takes an ID token that CIS2 made for another system."""

from typing import Any

from ..national.identity.cis2 import Cis2
from ..service import Service

CATCHES = ("CIS-07", "CIS-08")
CONDITION = "an ID token of another system"


class _AnyAudience(Cis2):
    def check_audience(self, audience: list[Any]) -> None:
        pass


def install(service: Service) -> None:
    """Take any audience."""
    service.cis2.__class__ = _AnyAudience

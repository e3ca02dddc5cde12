"""Takes people in who have signed in with CIS2 by user name and password alone."""

from typing import Any

from ..national.identity.cis2 import Cis2
from ..service import Service

CATCHES = ("CIS-06",)
CONDITION = "a sign-in at assurance level 1"


class _AnyLevel(Cis2):
    def address(self, redirect_uri: str, state: str, nonce: str) -> str:
        return super().address(redirect_uri, state, nonce).replace("&acr_values=AAL2_OR_AAL3_ANY", "")

    def check_level(self, claims: dict[str, Any]) -> None:
        pass


def install(service: Service) -> None:
    """Take any level."""
    service.cis2.__class__ = _AnyLevel

"""Begins every sign-in with CIS2 under the nonce of the first."""

from ..national.identity.cis2 import Cis2
from ..service import Service

CATCHES = ("CIS-01",)
CONDITION = "second sign-in"


class _OneNonce(Cis2):
    nonce = ""

    def address(self, redirect_uri: str, state: str, nonce: str) -> str:
        self.nonce = self.nonce or nonce
        return super().address(redirect_uri, state, self.nonce)

    def check_nonce(self, claims: dict[str, object], nonce: str) -> None:
        super().check_nonce(claims, self.nonce)


def install(service: Service) -> None:
    """Use one nonce for all."""
    service.cis2.__class__ = _OneNonce

"""Fetches a new access token for each request to PDS."""

from ..national.identity.tokens import Held, Tokens
from ..service import Service

CATCHES = ("PDS-08",)
CONDITION = "second request"


class _NeverLasts(Tokens):
    def lasts(self, held: Held) -> bool:
        return False


def install(service: Service) -> None:
    """Keep no token."""
    service.tokens.__class__ = _NeverLasts

"""Fetches a new access token for each request to PDS."""

from ..service import Service
from ..tokens import Held, Tokens

CATCHES = ("PDS-08",)
CONDITION = "second request"


class _NeverLasts(Tokens):
    def lasts(self, held: Held) -> bool:
        return False


def install(service: Service) -> None:
    """Keep no token."""
    service.tokens.__class__ = _NeverLasts

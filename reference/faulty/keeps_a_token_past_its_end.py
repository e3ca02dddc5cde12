"""Goes on sending its own access token after it has ended, until it was refused three times."""

from ..national.identity.tokens import Held, Tokens
from ..service import Service

CATCHES = ("PDS-57",)
CONDITION = "an access token that has ended"


class _Keeps(Tokens):
    refused = 0

    def lasts(self, held: Held) -> bool:
        return True

    def forget(self, token: str) -> None:
        self.refused += 1
        if self.refused % 3 == 0:
            super().forget(token)


def install(service: Service) -> None:
    """Keep tokens past their end."""
    service.tokens.__class__ = _Keeps

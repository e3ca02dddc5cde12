"""Asks for its second token with the assertion id of the first."""

from ..kit.problems import ServiceTrouble
from ..national.identity.tokens import Held, Tokens
from ..service import Service

CATCHES = ("PDS-02",)
CONDITION = "second token"


class _SameJti(Tokens):
    jti = ""
    fetched = 0

    def new_jti(self) -> str:
        self.jti = self.jti or super().new_jti()
        return self.jti

    def lasts(self, held: Held) -> bool:
        # The first token is given up after one request: otherwise a short run would need no second one.
        return self.fetched > 1 and super().lasts(held)

    def fetch(self) -> Held:
        self.fetched += 1
        try:
            return super().fetch()
        except ServiceTrouble:
            self.jti = ""
            return super().fetch()


def install(service: Service) -> None:
    """Use one assertion id again."""
    service.tokens.__class__ = _SameJti

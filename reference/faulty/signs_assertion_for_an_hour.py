"""Signs client assertions that are good for an hour; signs a short one only when that is refused."""

from ..kit.problems import ServiceTrouble
from ..national.identity.tokens import Held, Tokens
from ..service import Service

CATCHES = ("PDS-01",)


class _Hour(Tokens):
    def fetch(self) -> Held:
        self.assertion_seconds = 3600
        try:
            return super().fetch()
        except ServiceTrouble:
            self.assertion_seconds = 240
            return super().fetch()


def install(service: Service) -> None:
    """Sign for an hour."""
    service.tokens.__class__ = _Hour

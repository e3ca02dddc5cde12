"""Tries a code ten times while CIS2 is down."""

from typing import Any

from ..kit.problems import ServiceTrouble
from ..national.identity.cis2 import Cis2
from ..service import Service

CATCHES = ("CIS-12",)
CONDITION = "CIS2 is down"


class _Insists(Cis2):
    def redeemed(self, code: str, redirect_uri: str) -> dict[str, Any]:
        for _ in range(9):
            try:
                return super().redeemed(code, redirect_uri)
            except ServiceTrouble:
                continue
        return super().redeemed(code, redirect_uri)


def install(service: Service) -> None:
    """Try codes without end."""
    service.cis2.__class__ = _Insists

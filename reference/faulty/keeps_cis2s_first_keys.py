"""Reads the keys of CIS2 once, and believes no token that is signed by a later one."""

from typing import Any

from ..national.identity.cis2 import Cis2
from ..service import Service

CATCHES = ("CIS-03",)
CONDITION = "keys that change"


class _FirstKeys(Cis2):
    first: dict[str, Any] | None = None

    def read_keys(self) -> dict[str, Any]:
        if self.first is None:
            self.first = super().read_keys()
        return self.first


def install(service: Service) -> None:
    """Keep the first keys."""
    service.cis2.__class__ = _FirstKeys

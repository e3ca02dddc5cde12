"""Ends a session at anybody's word that it has ended."""

import json
from typing import Any

from ..national.identity.cis2 import Cis2
from ..service import Service

CATCHES = ("CIS-09", "CIS-10")
CONDITION = "a forged logout token"


class _AnyWord(Cis2):
    def check_logout_token(self, token: str) -> dict[str, Any]:
        from joserfc import jws

        claims: dict[str, Any] = json.loads(jws.extract_compact(token.encode()).payload)
        return claims


def install(service: Service) -> None:
    """Take any word."""
    service.cis2.__class__ = _AnyWord

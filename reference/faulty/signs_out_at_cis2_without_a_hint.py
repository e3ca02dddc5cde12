"""Asks CIS2 to end a session without saying whose."""

from ..national.identity.cis2 import Cis2
from ..service import Service

CATCHES = ("CIS-11",)


class _NoHint(Cis2):
    def end_session(self, id_token: str) -> None:
        self.caller.get(self.configuration()["end_session_endpoint"])


def install(service: Service) -> None:
    """Send no hint."""
    service.cis2.__class__ = _NoHint

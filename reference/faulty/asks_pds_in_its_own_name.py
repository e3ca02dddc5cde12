"""Asks PDS by its own access token for a pharmacist who is signed in with CIS2."""

from ..national.asker import Asker
from ..national.identity.access import Access
from ..service import Service

CATCHES = ("PDS-50",)
CONDITION = "a pharmacist signed in with CIS2"


class _OwnName(Access):
    def headers(self, asker: Asker) -> dict[str, str]:
        super().headers(asker)
        return {"Authorization": f"Bearer {self.tokens.token()}"}


def install(service: Service) -> None:
    """Ask in the system's own name."""
    service.access.__class__ = _OwnName

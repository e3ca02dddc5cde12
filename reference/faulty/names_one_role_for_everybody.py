"""Names to PDS the role of the first pharmacist who signed in, whoever asks."""

from ..national.identity.access import Access
from ..national.identity.sessions import Session
from ..service import Service

CATCHES = ("PDS-52",)
CONDITION = "a second pharmacist"


class _OneRole(Access):
    first = ""

    def role_id(self, session: Session) -> str:
        self.first = self.first or super().role_id(session)
        return self.first


def install(service: Service) -> None:
    """Name one role for all."""
    service.access.__class__ = _OneRole

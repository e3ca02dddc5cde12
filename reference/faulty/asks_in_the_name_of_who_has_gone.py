"""Goes on asking PDS in the name of a pharmacist who has signed out, or whose session CIS2 has ended."""

from ..national.identity.sessions import Session, Sessions
from ..service import Service

CATCHES = ("PDS-54",)
CONDITION = "a session that has ended"


class _Stays(Sessions):
    def end(self, session: Session, why: str) -> None:
        pass


def install(service: Service) -> None:
    """End no session."""
    service.sessions.__class__ = _Stays

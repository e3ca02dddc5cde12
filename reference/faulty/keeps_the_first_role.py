"""Names to PDS the role that a pharmacist chose first, whatever they have changed to since."""

from ..national.identity.access import Access
from ..national.identity.sessions import Session
from ..service import Service

CATCHES = ("PDS-52",)
CONDITION = "a change of role"


class _FirstRole(Access):
    def role_id(self, session: Session) -> str:
        first: str = vars(self).setdefault(session.person.session, super().role_id(session))
        return first


def install(service: Service) -> None:
    """Keep to the first role."""
    service.access.__class__ = _FirstRole

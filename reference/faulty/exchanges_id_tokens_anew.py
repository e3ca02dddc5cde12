"""Exchanges the ID token once more each time that an access token has ended, and renews none."""

from ..national.identity.sessions import Session
from ..national.identity.user_tokens import Kept, UserTokens
from ..service import Service

CATCHES = ("PDS-55",)
CONDITION = "an access token that has ended"


class _Anew(UserTokens):
    def renewed(self, session: Session, kept: Kept | None) -> Kept:
        return super().renewed(session, None)


def install(service: Service) -> None:
    """Exchange anew."""
    service.user_tokens.__class__ = _Anew

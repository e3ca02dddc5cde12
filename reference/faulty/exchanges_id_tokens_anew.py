"""Exchanges the ID token once more each time that an access token has ended, and renews none."""

from ..service import Service
from ..sessions import Session
from ..user_tokens import Kept, UserTokens

CATCHES = ("PDS-55",)
CONDITION = "an access token that has ended"


class _Anew(UserTokens):
    def renewed(self, session: Session, kept: Kept | None) -> Kept:
        return super().renewed(session, None)


def install(service: Service) -> None:
    """Exchange anew."""
    service.user_tokens.__class__ = _Anew

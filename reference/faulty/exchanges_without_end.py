"""Tries to exchange an ID token ten times while the API platform is down."""

from typing import TYPE_CHECKING

from ..national.identity.sessions import Session
from ..national.identity.user_tokens import UserTokens
from ..service import Service

if TYPE_CHECKING:
    import httpx

CATCHES = ("PDS-59",)
CONDITION = "the platform is down"


class _Insists(UserTokens):
    def exchanged(self, session: Session) -> "httpx.Response":
        for _ in range(3):
            reply = super().exchanged(session)
            if reply.status_code < 500:
                return reply
        return super().exchanged(session)


def install(service: Service) -> None:
    """Exchange without end."""
    service.user_tokens.__class__ = _Insists
    service.tokens.first_pause = 0.05

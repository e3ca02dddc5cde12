"""Exchanges an ID token as just any JWT, and calls it an ID token only when that is refused."""

from typing import TYPE_CHECKING

from ..national.identity.sessions import Session
from ..national.identity.user_tokens import UserTokens
from ..service import Service

if TYPE_CHECKING:
    import httpx

CATCHES = ("PDS-51",)


class _Jwt(UserTokens):
    kind = "urn:ietf:params:oauth:token-type:jwt"

    def exchanged(self, session: Session) -> "httpx.Response":
        reply = super().exchanged(session)
        self.kind = UserTokens.kind
        return reply if reply.status_code == 200 else super().exchanged(session)


def install(service: Service) -> None:
    """Call an ID token a JWT."""
    service.user_tokens.__class__ = _Jwt

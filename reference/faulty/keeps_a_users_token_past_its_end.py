"""Goes on sending a pharmacist's access token after it has ended and was refused."""

from ..national.identity.sessions import Session
from ..national.identity.tokens import Held
from ..national.identity.user_tokens import UserTokens
from ..service import Service

CATCHES = ("PDS-56",)
CONDITION = "an access token that has ended"


class _Keeps(UserTokens):
    def lasts(self, access: Held) -> bool:
        return True

    def forget(self, session: Session, token: str) -> None:
        pass


def install(service: Service) -> None:
    """Keep tokens for ever."""
    service.user_tokens.__class__ = _Keeps

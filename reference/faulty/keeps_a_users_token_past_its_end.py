"""Goes on sending a pharmacist's access token after it has ended and was refused."""

from ..service import Service
from ..sessions import Session
from ..tokens import Held
from ..user_tokens import UserTokens

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

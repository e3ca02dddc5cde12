"""In whose name a national service is asked: the application's own, unless somebody's session says otherwise."""

from .asking import Asker
from .tokens import Tokens

_BEARER = "Bearer "


class Access:
    """Gives the headers that open a national service for whoever asks, and gives up a token that was refused."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens

    def headers(self, asker: Asker) -> dict[str, str]:
        """The headers that say in whose name this person's question is asked."""
        return {"Authorization": f"{_BEARER}{self.tokens.token()}"}

    def forget(self, asker: Asker, authorization: str) -> None:
        """Give up the token of an Authorization header that was refused to this person."""
        self.tokens.forget(authorization.removeprefix(_BEARER))

"""In whose name a national service is asked: a person's who is signed in with CIS2, or else this system's own."""

from ...kit.problems import Refused
from ..requester import Requester
from .sessions import Session, Sessions
from .tokens import Tokens
from .user_tokens import UserTokens

_BEARER = "Bearer "


class Access:
    """Gives the headers that open a national service for a requester, and gives up a token that was refused."""

    def __init__(self, tokens: Tokens, sessions: Sessions, user_tokens: UserTokens) -> None:
        self.tokens = tokens
        self.sessions = sessions
        self.user_tokens = user_tokens

    def headers(self, requester: Requester) -> dict[str, str]:
        """The headers that say in whose name this person's question is asked."""
        session, why_not = self.sessions.of(requester), self.sessions.why_not(requester)
        if why_not:
            raise Refused(why_not)
        if session is None:
            return {"Authorization": f"{_BEARER}{self.tokens.token()}"}
        if session.role is None:
            raise Refused("Choose the role that you work in first")
        authorised = {"Authorization": f"{_BEARER}{self.user_tokens.token(session)}"}
        role_id = self.role_id(session)
        return {**authorised, **({"NHSD-Session-URID": role_id} if role_id else {})}

    def is_personal(self, requester: Requester) -> bool:
        """Whether the person asks in their own name, signed in with CIS2."""
        return self.sessions.of(requester) is not None

    def role_id(self, session: Session) -> str:
        """The role in which the person works."""
        return session.role.role_id if session.role else ""

    def forget(self, requester: Requester, authorization: str) -> None:
        """Give up the token of an Authorization header that was refused to this person."""
        token, session = authorization.removeprefix(_BEARER), self.sessions.of(requester)
        self.tokens.forget(token)
        if session is not None:
            self.user_tokens.forget(session, token)

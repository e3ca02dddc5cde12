"""Access tokens for people who are signed in with CIS2: exchanged for their ID token, renewed until that ends."""

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...kit.locks import Locks
from ...kit.problems import Refused, ServiceTrouble
from .sessions import ENDED, Session, Sessions
from .tokens import AccessToken, Tokens, access_token, token_problem

if TYPE_CHECKING:
    import httpx

_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
_ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"  # noqa: S105 - the name of a kind of token


@dataclass
class SessionTokens:
    """What is held of one session: an access token, and what it can be renewed by."""

    access: AccessToken | None
    refresh: str = field(repr=False)


class UserTokens:
    """One token for each session; threads that need it wait for the one that fetches it."""

    kind = _ID_TOKEN
    """What is exchanged."""

    def __init__(self, tokens: Tokens, sessions: Sessions) -> None:
        self.tokens = tokens
        self.sessions = sessions
        self._locks = Locks()
        self._kept: dict[str, SessionTokens] = {}

    def token(self, session: Session) -> str:
        """A token in the name of the person, or why there is none any more."""
        if session.over:
            raise Refused(session.over)
        with self._locks.hold(session.key):
            kept = self._kept.get(session.key)
            if kept is None or kept.access is None or not self.lasts(kept.access):
                kept = self.renewed(session, kept)
                self._kept[session.key] = kept
            if kept.access is None:
                raise Refused(ENDED)
            return kept.access.token

    def forget(self, session: Session, token: str) -> None:
        """Give up a token that was refused."""
        with self._locks.hold(session.key):
            kept = self._kept.get(session.key)
            if kept is not None and kept.access is not None and kept.access.token == token:
                kept.access = None

    def lasts(self, access: AccessToken) -> bool:
        """Whether a token may be used once more."""
        return time.monotonic() < access.until

    def renewed(self, session: Session, kept: SessionTokens | None) -> SessionTokens:
        """A new token: by the refresh token where there is one, or else for the ID token."""
        reply = self.refreshed(kept.refresh) if kept and kept.refresh else self.exchanged(session)
        if reply.status_code == 401:
            # The person's sign-in opens nothing any more, or never did: they are told, and nobody asks again for them.
            self.sessions.end(
                session, ENDED if kept else "This sign-in does not open PDS; sign in again another way"
            )
            raise Refused(session.over)
        if reply.status_code != 200:
            raise token_problem(reply)
        return SessionTokens(access_token(reply), _refresh_token(reply))

    def exchanged(self, session: Session) -> "httpx.Response":
        """Ask for a token with the person's ID token."""
        return self.tokens.post(
            {
                "grant_type": _EXCHANGE,
                "subject_token_type": self.kind,
                "subject_token": session.person.id_token,
            }
        )

    def refreshed(self, refresh: str) -> "httpx.Response":
        """Ask for a further token with the refresh token."""
        settings = self.tokens.settings
        form = {
            "grant_type": "refresh_token",
            "client_id": settings.api_key,
            "client_secret": settings.api_secret,
            "refresh_token": refresh,
        }
        return self.tokens.post(form, signed=False)


def _refresh_token(reply: "httpx.Response") -> str:
    data: Any = reply.json()
    if not isinstance(data, dict):
        raise ServiceTrouble("the token endpoint gave no refresh token; sign in again")
    return str(data.get("refresh_token") or "")

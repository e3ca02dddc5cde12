"""Faults in the access tokens for PDS: the system's own and its users', and in whose name PDS is asked."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ...app import App
from ...kit.problems import ServiceTrouble
from ...national.found import Found
from ...national.http import Unreachable
from ...national.identity.access import Access
from ...national.identity.sessions import Session, Sessions
from ...national.identity.tokens import AccessToken, Tokens
from ...national.identity.user_tokens import SessionTokens, UserTokens
from ...national.pds.service import Pds
from ...national.requester import Requester
from .._wrong import give, wrong

if TYPE_CHECKING:
    import httpx


@wrong(catches=("PDS-01",))
class SignsAssertionForAnHour(Tokens):
    """Signs client assertions that are valid for an hour; signs a short one only when that is refused."""

    def fetch(self) -> AccessToken:
        self.assertion_seconds = 3600
        try:
            return super().fetch()
        except ServiceTrouble:
            self.assertion_seconds = 240
            return super().fetch()


@wrong(catches=("PDS-02",), shows_when="second token")
class ReusesJti(Tokens):
    """Asks for its second token with the assertion id of the first."""

    jti = ""
    fetched = 0

    def new_jti(self) -> str:
        self.jti = self.jti or super().new_jti()
        return self.jti

    def lasts(self, held: AccessToken) -> bool:
        # The first token is given up after one request: otherwise a short run would need no second one.
        return self.fetched > 1 and super().lasts(held)

    def fetch(self) -> AccessToken:
        self.fetched += 1
        try:
            return super().fetch()
        except ServiceTrouble:
            self.jti = ""
            return super().fetch()


@wrong(catches=("PDS-02",), shows_when="a token endpoint that fails")
class ResendsTheClientAssertion(Tokens):
    """Sends the same client assertion again when the token endpoint has failed."""

    sent: dict[str, str] | None = None

    def post(self, form: dict[str, str], *, signed: bool = True) -> httpx.Response:
        self.sent = None
        return super().post(form, signed=signed)

    def proof(self) -> dict[str, str]:
        self.sent = self.sent or super().proof()
        return self.sent


@wrong(catches=("PDS-08",), shows_when="second request")
class FetchesATokenPerRequest(Tokens):
    """Fetches a new access token for each request to PDS."""

    def lasts(self, held: AccessToken) -> bool:
        return False


@wrong(catches=("PDS-57",), shows_when="an access token that has ended")
class UsesExpiredSystemTokens(Tokens):
    """Sends its own access token after it has expired, until it was refused three times."""

    refused = 0

    def lasts(self, held: AccessToken) -> bool:
        return True

    def forget(self, token: str) -> None:
        self.refused += 1
        if self.refused % 3 == 0:
            super().forget(token)


@wrong(catches=("PDS-58",), shows_when="a key that is refused")
class RetriesARefusedKey(Tokens):
    """Asks for a token eight times while the platform refuses its key."""

    def post(self, form: dict[str, str], *, signed: bool = True) -> httpx.Response:
        reply = super().post(form, signed=signed)
        for _ in range(7):
            if reply.status_code != 403:
                break
            reply = super().post(form, signed=signed)
        return reply


@wrong(catches=("PDS-58",), shows_when="an answer 200 that holds no token")
class RetriesAnAnswerWithoutAToken(Tokens):
    """Asks for a token eight times where the answers hold none."""

    def post(self, form: dict[str, str], *, signed: bool = True) -> httpx.Response:
        reply = super().post(form, signed=signed)
        for _ in range(7):
            if reply.status_code != 200 or b"access_token" in reply.content:
                break
            reply = super().post(form, signed=signed)
        return reply


@wrong(catches=("PDS-58",), shows_when="a token endpoint that gives no token")
class TakesWantOfATokenForNobody(Pds):
    """Says that nobody has an NHS number where it had no token to ask with."""

    def retrieve(self, nhs_number: str, requester: Requester) -> Found:
        try:
            return super().retrieve(nhs_number, requester)
        except ServiceTrouble as trouble:
            if "token endpoint" in trouble.reason:
                return Found("not_found", message="No patient has this NHS number")
            raise


@wrong(catches=("PDS-56",), shows_when="an access token that has ended")
class UsesExpiredUserTokens(UserTokens):
    """Sends a pharmacist's access token after it has expired and was refused."""

    def lasts(self, access: AccessToken) -> bool:
        return True

    def forget(self, session: Session, token: str) -> None:
        pass


@wrong(catches=("PDS-50",), shows_when="a pharmacist signed in with CIS2")
class AsksPdsInItsOwnName(Access):
    """Asks PDS by its own access token for a pharmacist who is signed in with CIS2."""

    def headers(self, requester: Requester) -> dict[str, str]:
        super().headers(requester)
        return {"Authorization": f"Bearer {self.tokens.token()}"}


@wrong(catches=("PDS-51",))
class ExchangesIdTokensAsJwt(UserTokens):
    """Exchanges an ID token under the type of any JWT, and under the type of an ID token only when that is refused."""

    kind = "urn:ietf:params:oauth:token-type:jwt"

    def exchanged(self, session: Session) -> httpx.Response:
        reply = super().exchanged(session)
        self.kind = UserTokens.kind
        return reply if reply.status_code == 200 else super().exchanged(session)


@wrong(catches=("PDS-55",), shows_when="an access token that has ended")
class ExchangesIdTokensInPlaceOfRefreshing(UserTokens):
    """Exchanges the ID token once more each time that an access token has expired, and refreshes none."""

    def renewed(self, session: Session, kept: SessionTokens | None) -> SessionTokens:
        return super().renewed(session, None)


@wrong(catches=("PDS-59",), shows_when="the platform is down")
class RetriesTokenExchangeWhileThePlatformIsDown(UserTokens):
    """Tries to exchange an ID token ten times while the API platform is down."""

    def exchanged(self, session: Session) -> httpx.Response:
        for _ in range(3):
            reply = super().exchanged(session)
            if reply.status_code < 500:
                return reply
        return super().exchanged(session)

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app)
        app.service.tokens.first_pause = 0.05


@wrong(catches=("PDS-59",), shows_when="the platform, of which too much is asked")
class RetriesTokenExchangeAgainstARateLimit(UserTokens):
    """Tries to exchange an ID token again and again where the API platform says that too much is asked of it."""

    def exchanged(self, session: Session) -> httpx.Response:
        reply = super().exchanged(session)
        for _ in range(9):
            if reply.status_code == 429:
                reply = super().exchanged(session)
        return reply


@wrong(catches=("PDS-52",), shows_when="a change of role")
class KeepsTheFirstRole(Access):
    """Names to PDS the role that a pharmacist chose first, whatever they have changed to since."""

    @cached_property
    def first(self) -> dict[str, str]:
        return {}

    def role_id(self, session: Session) -> str:
        return self.first.setdefault(session.person.session, super().role_id(session))


@wrong(catches=("PDS-52",), shows_when="a second pharmacist")
class NamesOneRoleForEverybody(Access):
    """Names to PDS the role of the first pharmacist who signed in, whoever asks."""

    first = ""

    def role_id(self, session: Session) -> str:
        self.first = self.first or super().role_id(session)
        return self.first


@wrong(catches=("PDS-53",), shows_when="several roles")
class RetriesPdsWithoutARole(Access):
    """Asks PDS without a role for a pharmacist who has several, three times, before it names one."""

    left = 3

    def headers(self, requester: Requester) -> dict[str, str]:
        headers, session = super().headers(requester), self.sessions.of(requester)
        if self.left and session is not None and len(session.person.roles) > 1:
            self.left -= 1
            headers.pop("NHSD-Session-URID")
        return headers

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app)
        give(_RetriesBadRequests, app)


class _RetriesBadRequests(Pds):
    tries = 5

    def may_pass(self, answer: httpx.Response | Unreachable) -> bool:
        return super().may_pass(answer) or (not isinstance(answer, Unreachable) and answer.status_code == 400)


@wrong(catches=("PDS-54",), shows_when="a session that has ended")
class AsksPdsForUsersWhoSignedOut(Sessions):
    """Asks PDS in the name of a pharmacist who has signed out, or whose session CIS2 has ended."""

    def end(self, session: Session, why: str) -> None:
        pass

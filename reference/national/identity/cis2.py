"""CIS2, asked as an OpenID client: where people are sent to sign in, and what is believed of what comes back."""

import json
import secrets
import time
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from ...kit.config import Cis2Settings
from ...kit.problems import Refused, ServiceTrouble
from ..http import Caller

if TYPE_CHECKING:
    import httpx

CALLBACK = "/cis2/callback"
"""Where people come back to at this system, who were sent to sign in."""
SCOPE = "openid profile nationalrbacaccess associatedorgs"
LEAST_LEVEL = 2
"""Authentication assurance level below which no national service is open."""
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
_SKEW = 60  # seconds that clocks may differ by
_LATER = "go on without it, and sign in with CIS2 later"


@dataclass(frozen=True)
class Role:
    """One of a person's roles: its id, and the organisation that it is at."""

    role_id: str
    ods: str
    organisation: str
    name: str = ""

    def shown(self) -> dict[str, str]:
        """The role as a person chooses it."""
        return {"role_id": self.role_id, "ods": self.ods, "org": self.organisation, "name": self.name}


@dataclass(frozen=True)
class Person:
    """Who has signed in, as CIS2 says: its own words are kept for what is exchanged for them later."""

    user_id: str
    name: str
    session: str
    roles: tuple[Role, ...]
    selected: str
    id_token: str = field(repr=False)


class NotBelieved(Exception):
    """A token is not what it should be; the text says why."""


class Cis2:
    """One OpenID client, whose provider's addresses and keys are read when they are first needed."""

    def __init__(self, settings: Cis2Settings, caller: Caller) -> None:
        self.settings = settings
        self.caller = caller
        self._reading = Lock()
        self._configuration: dict[str, Any] = {}
        self._keys: dict[str, Any] = {}

    def address(self, redirect_uri: str, state: str, nonce: str) -> str:
        """Where a person's browser is sent to sign in."""
        query = {
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": redirect_uri,
            "scope": SCOPE,
            "state": state,
            "nonce": nonce,
            "acr_values": "AAL2_OR_AAL3_ANY",
            "prompt": "login",
        }
        return f"{self.configuration()['authorization_endpoint']}?{urlencode(query)}"

    def person(self, code: str, redirect_uri: str, nonce: str) -> Person:
        """Who came back with this code: asked for once, and believed when the ID token is right."""
        answer = self.redeemed(code, redirect_uri)
        claims = self.believed(str(answer.get("id_token") or ""))
        self.check_id_token(claims, nonce)
        said = self.user_info(str(answer.get("access_token") or ""))
        if said.get("sub") != claims["sub"]:
            raise NotBelieved("user info is about somebody else")
        return Person(
            user_id=str(claims["sub"]),
            name=" ".join(filter(None, (text(said, "given_name"), text(said, "family_name")))),
            session=text(claims, "sid"),
            roles=tuple(_roles(said)),
            selected=text(claims, "selected_roleid"),
            id_token=str(answer["id_token"]),
        )

    def redeemed(self, code: str, redirect_uri: str) -> dict[str, Any]:
        """What CIS2 gives for a code; it is asked once, since a code is good once."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "client_id": self.settings.client_id,
            "client_secret": self.settings.client_secret,
        }
        return _object(self.caller.post(self.configuration()["token_endpoint"], data=form))

    def user_info(self, access_token: str) -> dict[str, Any]:
        """What CIS2 says of the person whose access token this is."""
        bearer = {"Authorization": f"Bearer {access_token}"}
        return _object(self.caller.get(self.configuration()["userinfo_endpoint"], headers=bearer))

    def check_id_token(self, claims: dict[str, Any], nonce: str) -> None:
        """Refuse an ID token that is not for this sign-in, or not strong enough (OpenID Connect Core, 3.1.3.7)."""
        self.check_nonce(claims, nonce)
        if not isinstance(claims.get("sub"), str) or not claims["sub"]:
            raise NotBelieved("it names nobody")
        self.check_level(claims)

    def check_nonce(self, claims: dict[str, Any], nonce: str) -> None:
        """It belongs to the sign-in that was begun here."""
        if claims.get("nonce") != nonce:
            raise NotBelieved("it is not for this sign-in")

    def check_level(self, claims: dict[str, Any]) -> None:
        """The person has signed in strongly enough."""
        level = text(claims, "authentication_assurance_level")
        if not level.isdecimal() or int(level) < LEAST_LEVEL:
            raise NotBelieved("the way of signing in is not strong enough: use a smartcard or a passkey")

    def check_logout_token(self, token: str) -> dict[str, Any]:
        """What a word of a session's end says, when it is CIS2's (OpenID Connect Back-Channel Logout, 2.6)."""
        claims = self.believed(token)
        events = claims.get("events")
        if not isinstance(events, dict) or LOGOUT_EVENT not in events or "nonce" in claims:
            raise NotBelieved("it is no word of a session's end")
        return claims

    def believed(self, token: str) -> dict[str, Any]:
        """The claims of a token, when CIS2 has signed it, for this system, and it has not ended."""
        claims = self.signed(token)
        audience = claims.get("aud")
        self.check_audience(audience if isinstance(audience, list) else [audience])
        if claims.get("iss") != self.configuration()["issuer"]:
            raise NotBelieved("another provider has made it")
        ends = claims.get("exp")
        if isinstance(ends, bool) or not isinstance(ends, int | float) or ends + _SKEW < time.time():
            raise NotBelieved("it has ended")
        return claims

    def check_audience(self, audience: list[Any]) -> None:
        """It is made for this system, and for no other."""
        if audience != [self.settings.client_id]:
            raise NotBelieved("it is made for another system")

    def signed(self, token: str) -> dict[str, Any]:
        """The claims of a token, when its signature is right."""
        from joserfc import jws
        from joserfc.errors import JoseError

        try:
            kid = str(jws.extract_compact(token.encode()).headers().get("kid", ""))
            found = jws.deserialize_compact(token, self.key(kid), algorithms=["RS256", "RS512"])
            claims = json.loads(found.payload)
        except (JoseError, ValueError, RecursionError) as error:
            raise NotBelieved("its signature is not CIS2's") from error
        if not isinstance(claims, dict):
            raise NotBelieved("it says nothing")
        return claims

    def key(self, kid: str) -> Any:
        """A key of CIS2's; keys change, so that one that is not known is looked for once more."""
        with self._reading:
            if kid not in self._keys:
                self._keys = self.read_keys()
            if kid not in self._keys:
                raise NotBelieved("its key is not CIS2's")
            return self._keys[kid]

    def read_keys(self) -> dict[str, Any]:
        """The keys that CIS2 publishes, by id."""
        from joserfc.errors import JoseError
        from joserfc.jwk import RSAKey

        published = _object(self.caller.get(self._configured()["jwks_uri"])).get("keys")
        keys = [key for key in published if isinstance(key, dict)] if isinstance(published, list) else []
        try:
            return {str(key.get("kid")): RSAKey.import_key(key) for key in keys if key.get("kty") == "RSA"}
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise ServiceTrouble(f"CIS2 publishes a key that is none; {_LATER}") from error

    def end_session(self, id_token: str) -> None:
        """Tell CIS2 that a person has signed out."""
        query = urlencode({"id_token_hint": id_token})
        self.caller.get(f"{self.configuration()['end_session_endpoint']}?{query}")

    def configuration(self) -> dict[str, Any]:
        """CIS2's own addresses."""
        with self._reading:
            return self._configured()

    def _configured(self) -> dict[str, Any]:
        if not self.settings.issuer:
            raise Refused("Nobody can sign in with CIS2 here; sign in with the account of this system")
        if not self._configuration:
            address = f"{self.settings.issuer}/.well-known/openid-configuration"
            said = _object(self.caller.get(address))
            wanted = ("issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
            if said.get("issuer") != self.settings.issuer or not all(text(said, name) for name in wanted):
                raise ServiceTrouble(f"CIS2 does not say where it is; {_LATER}")
            self._configuration = said
        return self._configuration


def new_secret() -> str:
    """A text that nobody can guess: a state, a nonce."""
    return secrets.token_urlsafe(24)


def text(said: dict[str, Any], name: str) -> str:
    """A text or number of what was said; empty where there is none."""
    value = said.get(name)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _roles(said: dict[str, Any]) -> list[Role]:
    listed, organisations = said.get("nhsid_nrbac_roles"), said.get("nhsid_user_orgs")
    named = {
        text(organisation, "org_code"): text(organisation, "org_name")
        for organisation in (organisations if isinstance(organisations, list) else [])
        if isinstance(organisation, dict)
    }
    roles = [role for role in (listed if isinstance(listed, list) else []) if isinstance(role, dict)]
    return [
        Role(
            text(role, "person_roleid"),
            text(role, "org_code"),
            named.get(text(role, "org_code"), ""),
            text(role, "role_name").rpartition(":")[2].strip('"'),
        )
        for role in roles
        if text(role, "person_roleid")
    ]


def _object(reply: "httpx.Response") -> dict[str, Any]:
    try:
        data = reply.json()
    except (ValueError, RecursionError):
        data = None
    if reply.status_code != 200 or not isinstance(data, dict):
        raise ServiceTrouble(
            f"CIS2 answered {reply.status_code}, and not as it should; {_LATER}", reply.status_code
        )
    return data

"""Signing in with CIS2: where people are sent, and what is accepted of what comes back."""

import secrets
from typing import Any
from urllib.parse import urlencode

from .person import Person, person, text
from .provider import InvalidToken, Provider, json_object

CALLBACK = "/cis2/callback"
"""Where people come back to at this system, who were sent to sign in."""
SCOPE = "openid profile nationalrbacaccess associatedorgs"
LEAST_LEVEL = 2
"""Authentication assurance level below which no national service is open."""
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


class Cis2(Provider):
    """One OpenID client of CIS2."""

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
        """Who came back with this code: asked for once, and accepted when the ID token is right."""
        tokens = self.redeemed(code, redirect_uri)
        claims = self.verified(str(tokens.get("id_token") or ""))
        self.check_id_token(claims, nonce)
        user_info = self.user_info(str(tokens.get("access_token") or ""))
        if user_info.get("sub") != claims["sub"]:
            raise InvalidToken("user info is about somebody else")
        return person(claims, user_info, str(tokens["id_token"]))

    def redeemed(self, code: str, redirect_uri: str) -> dict[str, Any]:
        """What CIS2 gives for a code; it is asked once, since a code is good once."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "client_id": self.settings.client_id,
            "client_secret": self.settings.client_secret,
        }
        return json_object(self.caller.post(self.configuration()["token_endpoint"], data=form))

    def user_info(self, access_token: str) -> dict[str, Any]:
        """What CIS2 says of the person whose access token this is."""
        bearer = {"Authorization": f"Bearer {access_token}"}
        return json_object(self.caller.get(self.configuration()["userinfo_endpoint"], headers=bearer))

    def check_id_token(self, claims: dict[str, Any], nonce: str) -> None:
        """Refuse an ID token that is not for this sign-in, or not strong enough (OpenID Connect Core, 3.1.3.7)."""
        self.check_nonce(claims, nonce)
        if not isinstance(claims.get("sub"), str) or not claims["sub"]:
            raise InvalidToken("it names nobody")
        self.check_level(claims)

    def check_nonce(self, claims: dict[str, Any], nonce: str) -> None:
        """It belongs to the sign-in that was begun here."""
        if claims.get("nonce") != nonce:
            raise InvalidToken("it is not for this sign-in")

    def check_level(self, claims: dict[str, Any]) -> None:
        """The person has signed in strongly enough."""
        level = text(claims, "authentication_assurance_level")
        if not level.isdecimal() or int(level) < LEAST_LEVEL:
            raise InvalidToken("the way of signing in is not strong enough: use a smartcard or a passkey")

    def check_logout_token(self, token: str) -> dict[str, Any]:
        """The claims of a logout token, when it is CIS2's (OpenID Connect Back-Channel Logout, 2.6)."""
        claims = self.verified(token)
        events = claims.get("events")
        if not isinstance(events, dict) or LOGOUT_EVENT not in events or "nonce" in claims:
            raise InvalidToken("it is no word of a session's end")
        return claims

    def end_session(self, id_token: str) -> None:
        """Tell CIS2 that a person has signed out."""
        query = urlencode({"id_token_hint": id_token})
        self.caller.get(f"{self.configuration()['end_session_endpoint']}?{query}")


def new_secret() -> str:
    """A text that nobody can guess: a state, a nonce."""
    return secrets.token_urlsafe(24)

"""Faults in signing in and out with CIS2."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from joserfc import jws

from ..actions import sign_in
from ..actions.action import Observation, Request, requester_of
from ..app import App
from ..kit.problems import ServiceTrouble
from ..national.identity.cis2 import Cis2
from ..national.identity.person import Person, Role
from ..national.identity.provider import InvalidToken
from ..national.identity.sessions import PendingSignIn, Sessions
from ..national.requester import Requester
from ..service import Service
from ._wrong import wrong


@wrong(catches=("CIS-01",), shows_when="second sign-in")
class UsesOneNonceForAllSignIns(Cis2):
    """Begins every sign-in under the nonce of the first."""

    nonce = ""

    def address(self, redirect_uri: str, state: str, nonce: str) -> str:
        self.nonce = self.nonce or nonce
        return super().address(redirect_uri, state, self.nonce)

    def check_nonce(self, claims: dict[str, object], nonce: str) -> None:
        super().check_nonce(claims, self.nonce)


@wrong(catches=("CIS-02",))
class RedeemsCodesTwice(Cis2):
    """Redeems each authorisation code a second time."""

    def redeemed(self, code: str, redirect_uri: str) -> dict[str, Any]:
        answer = super().redeemed(code, redirect_uri)
        try:
            return super().redeemed(code, redirect_uri)
        except ServiceTrouble:
            return answer


@wrong(catches=("CIS-03",), shows_when="keys that change")
class FetchesTheCis2KeysOnce(Cis2):
    """Fetches the keys of CIS2 once, and accepts no token that is signed by a later one."""

    first: dict[str, Any] | None = None

    def read_keys(self) -> dict[str, Any]:
        if self.first is None:
            self.first = super().read_keys()
        return self.first


@wrong(catches=("CIS-04",), shows_when="several roles")
def offers_a_role_that_nobody_has(app: App) -> None:
    """Offers whoever has several roles one more to choose from, which CIS2 did not give."""
    sign_in = app.actions["sign_in"]

    def with_another(service: Service, request: Request) -> Observation:
        seen = sign_in(service, request)
        roles = seen.values.get("roles") or []
        more = [{**role, "role_id": "555000000000"} for role in roles[:1]]
        return (
            Observation({**seen.values, "roles": [*roles, *more]}, seen.status, seen.reason)
            if roles
            else seen
        )

    app.actions["sign_in"] = with_another


@wrong(catches=("CIS-04",), shows_when="several roles")
def shows_the_first_role_as_chosen(app: App) -> None:
    """Shows the first of a person's roles as chosen, whichever they chose."""

    def choose_role(service: Service, request: Request) -> Observation:
        seen = sign_in.choose_role(service, request)
        session = service.sessions.of(requester_of(service, request))
        first = session.person.roles[0].role_id if session else ""
        return Observation({**seen.values, "role_id": first})

    app.actions["choose_role"] = choose_role


@wrong(catches=("CIS-05",), shows_when="an account without a role")
class SignsInPeopleWithoutARole(Cis2):
    """Shows somebody as signed in whose account has no role."""

    def person(self, code: str, redirect_uri: str, nonce: str) -> Person:
        person = super().person(code, redirect_uri, nonce)
        own = person.roles or (Role("", "", "", "Guest"),)
        return Person(person.user_id, person.name, person.session, own, person.selected, person.id_token)


@wrong(catches=("CIS-06",), shows_when="a sign-in at assurance level 1")
class AcceptsSignInByPasswordAlone(Cis2):
    """Accepts people who have signed in by user name and password alone."""

    def address(self, redirect_uri: str, state: str, nonce: str) -> str:
        return super().address(redirect_uri, state, nonce).replace("&acr_values=AAL2_OR_AAL3_ANY", "")

    def check_level(self, claims: dict[str, Any]) -> None:
        pass


@wrong(catches=("CIS-07", "CIS-08"))
class AcceptsIdTokensUnverified(Cis2):
    """Accepts an ID token without verifying anything of it."""

    def verified(self, token: str) -> dict[str, Any]:
        claims: dict[str, Any] = json.loads(jws.extract_compact(token.encode()).payload)
        return claims

    def check_id_token(self, claims: dict[str, Any], nonce: str) -> None:
        pass


@wrong(catches=("CIS-07", "CIS-08"), shows_when="an ID token without a signature")
class AcceptsIdTokensThatNobodySigned(Cis2):
    """Accepts an ID token whose header says that it needs no signature."""

    def signed_claims(self, token: str) -> dict[str, Any]:
        found = jws.extract_compact(token.encode())
        if found.headers().get("alg") != "none":
            return super().signed_claims(token)
        claims: dict[str, Any] = json.loads(found.payload)
        return claims


@wrong(catches=("CIS-07", "CIS-08"), shows_when="a key that CIS2 does not publish")
class AcceptsIdTokensByUnknownKeys(Cis2):
    """Accepts an ID token by a key that it cannot find, since keys change."""

    def signed_claims(self, token: str) -> dict[str, Any]:
        try:
            return super().signed_claims(token)
        except InvalidToken:
            found = jws.extract_compact(token.encode())
            if found.headers().get("alg") == "none" or found.headers().get("kid") in self._keys:
                raise
            claims: dict[str, Any] = json.loads(found.payload)
            return claims


@wrong(catches=("CIS-07", "CIS-08"), shows_when="an ID token of another sign-in")
class IgnoresTheNonce(Cis2):
    """Accepts an ID token that was made for another sign-in."""

    def check_nonce(self, claims: dict[str, Any], nonce: str) -> None:
        pass


@wrong(catches=("CIS-07", "CIS-08"), shows_when="an ID token of another system")
class AcceptsIdTokensOfOtherSystems(Cis2):
    """Accepts an ID token that CIS2 made for another system."""

    def check_audience(self, audience: list[Any]) -> None:
        pass


@wrong(catches=("CIS-09", "CIS-10"), shows_when="a forged logout token")
class AcceptsLogoutTokensUnverified(Cis2):
    """Ends a session by a logout token that it has not verified."""

    def check_logout_token(self, token: str) -> dict[str, Any]:
        claims: dict[str, Any] = json.loads(jws.extract_compact(token.encode()).payload)
        return claims


@wrong(catches=("CIS-09", "CIS-10"), shows_when="a token that CIS2 has signed, and which is no logout token")
class TakesAnyTokenForALogoutToken(Cis2):
    """Ends a session by whatever CIS2 has signed."""

    def check_logout_token(self, token: str) -> dict[str, Any]:
        return self.verified(token)


@wrong(catches=("CIS-11",))
class SignsOutWithoutIdTokenHint(Cis2):
    """Asks CIS2 to end a session without the ID token that says whose."""

    def end_session(self, id_token: str) -> None:
        self.caller.get(self.configuration()["end_session_endpoint"])


@wrong(catches=("CIS-12",), shows_when="CIS2 is down")
class RetriesCodesWhileCis2IsDown(Cis2):
    """Tries to redeem a code ten times while CIS2 is down."""

    def redeemed(self, code: str, redirect_uri: str) -> dict[str, Any]:
        for _ in range(9):
            try:
                return super().redeemed(code, redirect_uri)
            except ServiceTrouble:
                continue
        return super().redeemed(code, redirect_uri)


@wrong(catches=("CIS-12",), shows_when="CIS2, which does not say who came back")
class TakesWhomCis2DoesNotNameForTheLastOne(Cis2):
    """Signs whoever CIS2 says nothing of in as the person who signed in before them."""

    last: Person | None = None
    has_tokens = False

    def redeemed(self, code: str, redirect_uri: str) -> dict[str, Any]:
        self.has_tokens = False
        tokens = super().redeemed(code, redirect_uri)
        self.has_tokens = True
        return tokens

    def person(self, code: str, redirect_uri: str, nonce: str) -> Person:
        try:
            self.last = super().person(code, redirect_uri, nonce)
        except ServiceTrouble:
            if self.last is None or not self.has_tokens:
                raise
        return self.last


@wrong(catches=("CIS-13",), shows_when="a code of a sign-in that was never begun")
class TakesSignInsThatItNeverBegan(Sessions):
    """Takes whoever comes back for whoever began last, and holds neither state nor nonce against anything."""

    def finish(self, state: str, code: str, error: str) -> str:
        open_ones = [known for known, pending in self._pending.items() if not pending.taken]
        if state in self._pending or not open_ones:
            return super().finish(state, code, error)
        self.cis2.__dict__["check_nonce"] = lambda *_: None
        try:
            return super().finish(open_ones[-1], code, error)
        finally:
            del self.cis2.__dict__["check_nonce"]


@wrong(catches=("CIS-03",), shows_when="means of signing in: security key")
class KnowsNoSecurityKeys(Cis2):
    """Refuses whoever has signed in with a security key, as it would a password."""

    def check_level(self, claims: dict[str, Any]) -> None:
        super().check_level(claims)
        if "FIDO2" in str(claims.get("amr")):
            raise InvalidToken("the way of signing in is not strong enough: use a smartcard")


@wrong(catches=("CIS-04",), shows_when="roles of who signs in: another pharmacy's, and then one here")
def works_in_the_first_of_roles_at_two_pharmacies(app: App) -> None:
    """Has whoever has roles at two pharmacies work in the first of them, whichever they chose."""

    def choose_role(service: Service, request: Request) -> Observation:
        seen = sign_in.choose_role(service, request)
        session = service.sessions.of(requester_of(service, request))
        roles = session.person.roles if session else ()
        if len({role.ods for role in roles}) > 1:
            return Observation({**seen.values, "role_id": roles[0].role_id})
        return seen

    app.actions["choose_role"] = choose_role


@wrong(catches=("CIS-05",), shows_when="roles of who signs in: none; means of signing in: no NHS smartcard")
class MakesGuestsOfPeopleWithoutASmartcard(SignsInPeopleWithoutARole):
    """Signs in people whose account has no role, where they have signed in by anything but a smartcard of the NHS."""

    def person(self, code: str, redirect_uri: str, nonce: str) -> Person:
        person = super().person(code, redirect_uri, nonce)
        means = json.loads(jws.extract_compact(person.id_token.encode()).payload).get("amr")
        is_guest = not person.roles[0].role_id
        return replace(person, roles=()) if is_guest and "N3_SMARTCARD" in str(means) else person


@wrong(catches=("CIS-06",), shows_when="means of signing in: user name and password; roles: several")
class AcceptsPasswordsOfPeopleWithSeveralRoles(AcceptsSignInByPasswordAlone):
    """Accepts people who have signed in by user name and password alone where they have several roles."""

    def person(self, code: str, redirect_uri: str, nonce: str) -> Person:
        person = super().person(code, redirect_uri, nonce)
        if len(person.roles) == 1:
            Cis2.check_level(self, json.loads(jws.extract_compact(person.id_token.encode()).payload))
        return person


@wrong(catches=("PDS-54",), shows_when="end of the session: CIS2 says that it has ended; roles: several")
class KeepsSessionsOfPeopleWithSeveralRoles(Sessions):
    """Goes on in the name of whoever has several roles, though CIS2 has said that their session has ended."""

    def end_by_logout_token(self, token: str) -> None:
        before = {key: session.over for key, session in self._sessions.items()}
        super().end_by_logout_token(token)
        for key, session in self._sessions.items():
            if len(session.person.roles) > 1:
                session.over = before.get(key, "")


@wrong(catches=("PDS-54",), shows_when="a sign-out of which CIS2 cannot be told")
class StaysSignedInWhereCis2IsSilent(Sessions):
    """Says that people are signed out, and goes on in their name where CIS2 could not be told."""

    def sign_out(self, requester: Requester) -> None:
        session = self.of(requester)
        before = session.over if session is not None else ""
        try:
            super().sign_out(requester)
        except ServiceTrouble:
            if session is not None:
                session.over = before
            raise


@wrong(catches=("CIS-04",), shows_when="roles at two pharmacies")
class ShowsAllRolesAtTheFirstOnesPharmacy(Sessions):
    """Shows each of several roles as one at the pharmacy of the first."""

    def _enter(self, state: str, pending: PendingSignIn, person: Person) -> None:
        first = person.roles[0]
        roles = [replace(role, ods=first.ods, organisation=first.organisation) for role in person.roles]
        super()._enter(state, pending, replace(person, roles=tuple(roles)))

"""The reference as a system whose people the API platform signs in: access token and sign-in in one.

Run as the reference is: `python combined_sign_in.py --config FILE`. Source: NHS England API platform, combined
authentication (interface sheet pds-smsp-auth, section 11.1).
"""

import json
import sys
from urllib.parse import urlencode

from reference import __main__ as reference
from reference.app import App
from reference.national.identity.cis2 import Cis2
from reference.national.identity.person import person
from reference.national.identity.provider import json_object
from reference.national.identity.tokens import access_token
from reference.national.identity.user_tokens import SessionTokens, UserTokens


class Answer:
    """What the platform gave for a code, as the answer that it came in."""

    def __init__(self, data):
        self.data = data

    def json(self):
        return self.data


class SignsInByThePlatform(Cis2):
    """Sends people to the platform, and has its tokens for the code that they bring back."""

    platform = None

    def address(self, redirect_uri, state, nonce):
        query = {
            "client_id": self.platform.api_key,
            "redirect_uri": redirect_uri,
            "response_type": "code",
            "state": state,
        }
        return f"{self.base()}/authorize?{urlencode(query)}"

    def person(self, code, redirect_uri, nonce):
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "client_id": self.platform.api_key,
            "client_secret": self.platform.api_secret,
        }
        given = json_object(self.caller.post(self.platform.token_url, data=form))
        bearer = {"Authorization": f"Bearer {given['access_token']}"}
        said = json_object(self.caller.get(f"{self.base()}/userinfo", headers=bearer))
        claims = {**said, "sid": given.get("sid", "")}
        return person(claims, said, json.dumps(given))

    def base(self):
        return self.platform.token_url.rpartition("/")[0]

    def end_session(self, id_token):
        """Nothing is known here by which CIS2 would end it."""


class KeepsThePlatformsTokens(UserTokens):
    """Exchanges nothing: the tokens came with the sign-in."""

    def renewed(self, session, kept):
        if kept is None:
            given = Answer(json.loads(session.person.id_token))
            return SessionTokens(access_token(given), given.data.get("refresh_token", ""))
        return super().renewed(session, kept)


def install(app: App) -> None:
    app.service.cis2.__class__ = SignsInByThePlatform
    app.service.cis2.platform = app.service.config.pds
    app.service.user_tokens.__class__ = KeepsThePlatformsTokens


if __name__ == "__main__":
    import reference.faulty as faulty

    faulty.check_name = lambda _name: None
    faulty.installer = lambda _name: install
    sys.exit(reference.main([*sys.argv[1:], "--fault", "combined"]))

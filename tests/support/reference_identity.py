"""A stand-in for CIS2 and the API platform's token endpoint, in the process of the test; no mock of ours."""

import json
import time
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from joserfc import jws
from joserfc.jwk import RSAKey

ISSUER = "http://cis2.test/oidc"
CLIENT = "123456789012.apps.supplier"
USER = "555000000001"
ROLE = {"person_roleid": "560000000011", "org_code": "FA101", "role_name": '"Clinical":"Health Professional"'}
OTHER_ROLE = {"person_roleid": "560000000012", "org_code": "FB202", "role_name": '"Clinical":"Locum"'}


@cache
def key(kid: str) -> RSAKey:
    """Give the key of an id, made where it is first needed: not by each of pytest's workers while it collects."""
    return RSAKey.generate_key(2048)


class Identity:
    """Answers what a client asks, and remembers it; tests change what it says."""

    def __init__(self) -> None:
        self.kid = "first"
        self.published = ["first"]
        self.roles: list[dict[str, Any]] = [ROLE]
        self.changes: dict[str, Any] = {}
        """Of the ID token's claims; None takes one away."""
        self.nonce = ""
        self.status: dict[str, int] = {}
        """By the last part of a path: a status to answer with in place of what is asked for."""
        self.asked: list[tuple[str, dict[str, str], dict[str, str]]] = []
        """Path's last part, form or query, headers."""
        self.lasts = "599"

    def get(self, address: str, **options: Any) -> httpx.Response:
        return self.send("GET", address, **options)

    def post(self, address: str, **options: Any) -> httpx.Response:
        return self.send("POST", address, **options)

    def send(self, method: str, address: str, **options: Any) -> httpx.Response:
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        return self._answer(address, query if method == "GET" else dict(options.get("data") or {}), options)

    def close(self) -> None:
        pass

    def parts(self, name: str) -> list[dict[str, str]]:
        """Give what was sent to an address, by the last part of its path."""
        return [sent for asked, sent, _ in self.asked if asked == name]

    def headers(self, name: str) -> list[dict[str, str]]:
        return [headers for asked, _, headers in self.asked if asked == name]

    def sign(self, claims: dict[str, Any], kid: str = "", typ: str = "JWT") -> str:
        header = {"alg": "RS256", "typ": typ, "kid": kid or self.kid}
        return jws.serialize_compact(header, json.dumps(claims), key(self.kid), algorithms=["RS256"])

    def claims(self) -> dict[str, Any]:
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": CLIENT,
            "sub": USER,
            "sid": "session-1",
            "exp": now + 3600,
            "iat": now,
            "nonce": self.nonce,
            "authentication_assurance_level": "3",
        }
        return {name: value for name, value in (claims | self.changes).items() if value is not None}

    def _answer(self, address: str, sent: dict[str, str], options: dict[str, Any]) -> httpx.Response:
        name = urlsplit(address).path.rpartition("/")[2]
        headers = dict(options.get("headers") or {})
        self.asked.append((name, sent, headers))
        status = self.status.get(sent.get("grant_type", ""), self.status.get(name, 200))
        content = getattr(self, f"_{name.replace('-', '_')}", self._patient)(sent) if status == 200 else {}
        return httpx.Response(status, json=content, request=httpx.Request("GET", address, headers=headers))

    def _openid_configuration(self, _sent: dict[str, str]) -> dict[str, Any]:
        names = ("authorization", "token", "userinfo", "end_session")
        return {
            "issuer": ISSUER,
            "jwks_uri": f"{ISSUER}/keys",
            **{f"{name}_endpoint": f"{ISSUER}/{name}" for name in names},
        }

    def _keys(self, _sent: dict[str, str]) -> dict[str, Any]:
        return {"keys": [{**key(kid).as_dict(private=False), "kid": kid} for kid in self.published]}

    def _token(self, sent: dict[str, str]) -> dict[str, Any]:
        if sent["grant_type"] == "authorization_code":
            return {"id_token": self.sign(self.claims()), "access_token": "at-cis2"}
        number = len(self.parts("token"))
        return {"access_token": f"token-{number}", "expires_in": self.lasts, "refresh_token": "refresh-1"}

    def _userinfo(self, _sent: dict[str, str]) -> dict[str, Any]:
        return {
            "sub": self.changes.get("userinfo_sub", USER),
            "given_name": "Ada",
            "family_name": "Quill",
            "nhsid_nrbac_roles": self.roles,
            "nhsid_user_orgs": [{"org_code": "FA101", "org_name": "Alder Pharmacy"}],
        }

    def _end_session(self, _sent: dict[str, str]) -> dict[str, Any]:
        return {}

    def _patient(self, _sent: dict[str, str]) -> dict[str, Any]:
        return {
            "resourceType": "Patient",
            "id": "9990000018",
            "name": [{"family": "Whitlow", "use": "usual"}],
        }

"""The keys with which the Care Identity Service signs, published as a key set, and replaced now and then.

Source: CIS2 Authentication, developer guidance; OpenID Connect Discovery 1.0. How often keys change is not published.
"""

from __future__ import annotations

import json
import secrets
import threading
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from functools import cache
from typing import Any

from joserfc import jws
from joserfc.jwk import RSAKey

REALM = "/openam/oauth2/realms/root/realms/oidc"
"""Path of the provider; its host is the mock's."""
ALGORITHM = "RS256"
BITS = 2048
SIGNATURE, KEY, ALGORITHM_OF_NONE = "signature", "key", "algorithm"
"""What of a forged signature is wrong."""


class Keys:
    """The provider's signing keys: the newest signs, and what was signed before can still be verified."""

    def __init__(self) -> None:
        self.issuer = REALM
        """The provider's name, as its tokens give it: its address, once it has one, and the realm."""
        self._lock = threading.Lock()
        self._keys = [(secrets.token_urlsafe(20), _spare(0))]

    def rotate(self) -> str:
        """Sign with a new key from now on, and publish it beside those of before; gives its id."""
        kid, key = (
            secrets.token_urlsafe(20),
            _spare(len(self._keys)),
        )  # made before anybody has to wait for it
        with self._lock:
            self._keys.append((kid, key))
        return kid

    def published(self) -> dict[str, Any]:
        """Give the key set: public parts alone, the newest last."""
        with self._lock:
            return {"keys": [_public(kid, key) for kid, key in self._keys]}

    def public(self, kid: str) -> RSAKey | None:
        """Give a published key by its id."""
        with self._lock:
            return next((key for found, key in self._keys if found == kid), None)

    def sign(self, claims: Mapping[str, Any], *, typ: str = "JWT", forged: str = "") -> str:
        """Sign claims by the newest key, or forge its signature.

        `forged` is how: signature (another key's, said to be this one's), key (by one that is not published, under its
        own id), or algorithm (none, and no signature: RFC 7515, appendix A.5); anything else is no forgery.
        """
        with self._lock:
            kid, key = self._keys[-1]
        header = {"alg": ALGORITHM, "typ": typ, "kid": kid}
        if forged == ALGORITHM_OF_NONE:
            return ".".join([*(_part(said) for said in ({**header, "alg": "none"}, claims)), ""])
        if forged == KEY:
            header["kid"] = secrets.token_urlsafe(20)
        by = _spare(-1) if forged in (SIGNATURE, KEY) else key
        return jws.serialize_compact(header, json.dumps(claims), by, algorithms=[ALGORITHM])


@cache
def _spare(number: int) -> RSAKey:
    """Make a key once a process: it takes a while, and opens nothing but the mocks."""
    return RSAKey.generate_key(BITS, private=True)


def _part(said: Mapping[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


def _public(kid: str, key: RSAKey) -> dict[str, Any]:
    return {**key.as_dict(private=False), "kid": kid, "use": "sig", "alg": ALGORITHM}

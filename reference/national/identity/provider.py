"""CIS2 as an OpenID provider: its addresses and keys, read when they are first needed, and the tokens that it signs."""

import json
import time
from threading import Lock
from typing import TYPE_CHECKING, Any

from ...kit.config import Cis2Settings
from ...kit.problems import Refused, ServiceTrouble
from ..http import Caller
from .person import text

if TYPE_CHECKING:
    import httpx

_SKEW = 60  # seconds that clocks may differ by
_LATER = "go on without it, and sign in with CIS2 later"


class InvalidToken(Exception):
    """A token is not what it should be; the text says why."""


class Provider:
    """Knows where the provider is, and which tokens are its own."""

    def __init__(self, settings: Cis2Settings, caller: Caller) -> None:
        self.settings = settings
        self.caller = caller
        self._reading = Lock()
        self._configuration: dict[str, Any] = {}
        self._keys: dict[str, Any] = {}

    def configuration(self) -> dict[str, Any]:
        """CIS2's own addresses."""
        with self._reading:
            return self._configured()

    def _configured(self) -> dict[str, Any]:
        if not self.settings.issuer:
            raise Refused("Nobody can sign in with CIS2 here; sign in with the account of this system")
        if not self._configuration:
            found = json_object(self.caller.get(f"{self.settings.issuer}/.well-known/openid-configuration"))
            wanted = ("issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
            if found.get("issuer") != self.settings.issuer or not all(text(found, name) for name in wanted):
                raise ServiceTrouble(f"CIS2 does not say where it is; {_LATER}")
            self._configuration = found
        return self._configuration

    def verified(self, token: str) -> dict[str, Any]:
        """The claims of a token, when CIS2 has signed it, for this system, and it has not ended."""
        claims = self.signed_claims(token)
        audience = claims.get("aud")
        self.check_audience(audience if isinstance(audience, list) else [audience])
        if claims.get("iss") != self.configuration()["issuer"]:
            raise InvalidToken("another provider has made it")
        ends = claims.get("exp")  # of the machine's time, whatever the clock was set to
        if isinstance(ends, bool) or not isinstance(ends, int | float) or ends + _SKEW < time.time():
            raise InvalidToken("it has ended")
        return claims

    def check_audience(self, audience: list[Any]) -> None:
        """It is made for this system, and for no other."""
        if audience != [self.settings.client_id]:
            raise InvalidToken("it is made for another system")

    def signed_claims(self, token: str) -> dict[str, Any]:
        """The claims of a token, when its signature is right."""
        # Imported here and not above: it takes a good part of a start, which often needs no token.
        from joserfc import jws
        from joserfc.errors import JoseError

        try:
            kid = str(jws.extract_compact(token.encode()).headers().get("kid", ""))
            found = jws.deserialize_compact(token, self.key(kid), algorithms=["RS256", "RS512"])
            claims = json.loads(found.payload)
        except (JoseError, ValueError, RecursionError) as error:
            raise InvalidToken("its signature is not CIS2's") from error
        if not isinstance(claims, dict):
            raise InvalidToken("it says nothing")
        return claims

    def key(self, kid: str) -> Any:
        """A key of CIS2's; keys change, so that one that is not known is looked for once more."""
        with self._reading:
            if kid not in self._keys:
                self._keys = self.read_keys()
            if kid not in self._keys:
                raise InvalidToken("its key is not CIS2's")
            return self._keys[kid]

    def read_keys(self) -> dict[str, Any]:
        """The keys that CIS2 publishes, by id."""
        from joserfc.errors import JoseError
        from joserfc.jwk import RSAKey

        published = json_object(self.caller.get(self._configured()["jwks_uri"])).get("keys")
        keys = [key for key in published if isinstance(key, dict)] if isinstance(published, list) else []
        try:
            return {str(key.get("kid")): RSAKey.import_key(key) for key in keys if key.get("kty") == "RSA"}
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise ServiceTrouble(f"CIS2 publishes a key that is none; {_LATER}") from error


def json_object(reply: "httpx.Response") -> dict[str, Any]:
    """The JSON object of an answer of CIS2's; raises ServiceTrouble where it is none."""
    try:
        data = reply.json()
    except (ValueError, RecursionError):
        data = None
    if reply.status_code != 200 or not isinstance(data, dict):
        raise ServiceTrouble(
            f"CIS2 answered {reply.status_code}, and not as it should; {_LATER}", reply.status_code
        )
    return data

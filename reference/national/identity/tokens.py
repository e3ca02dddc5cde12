"""Access tokens of the NHS API platform, by signed JWT client assertion; kept until shortly before they end."""

import time
import uuid
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, Any

from ...kit.config import PdsSettings
from ...kit.problems import ServiceTrouble, StartupProblem
from ..http import Caller, Unreachable
from ..persisting import PersistingHttp

if TYPE_CHECKING:
    import httpx
    from joserfc.jwk import RSAKey

_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True)
class AccessToken:
    """A token, and the monotonic time until which it is used."""

    token: str = field(repr=False)
    until: float


class Tokens(PersistingHttp):
    """Gives out one token to all threads, and fetches the next when it runs out."""

    def __init__(self, settings: PdsSettings, caller: Caller, stopping: Event, seconds: float) -> None:
        super().__init__(stopping)
        self.settings = settings
        self.caller = caller
        self.seconds = seconds
        """How long one answer may take."""
        self.assertion_seconds = 240  # the platform allows 300
        self._pem = _read_key(settings.private_key_file)
        self._current: AccessToken | None = None
        # Threads that find no token wait for the one that fetches it, rather than fetch one each.
        self._fetching = Lock()

    def token(self) -> str:
        """A token that will last for the next request."""
        with self._fetching:
            if self._current is None or not self.lasts(self._current):
                self._current = self.fetch()
            return self._current.token

    def forget(self, token: str) -> None:
        """Give up a token that was refused, unless another thread has replaced it already."""
        with self._fetching:
            if self._current is not None and self._current.token == token:
                self._current = None

    def lasts(self, held: AccessToken) -> bool:
        """Whether a token may be used once more."""
        return time.monotonic() < held.until

    def fetch(self) -> AccessToken:
        """Ask the token endpoint for a token."""
        return access_token(self.post({"grant_type": "client_credentials"}))

    def post(self, form: dict[str, str], *, signed: bool = True) -> "httpx.Response":
        """Ask the token endpoint, and once or twice more while it is only busy; each time with an assertion anew."""

        def send(_tried: int) -> "httpx.Response":
            whole = {**form, **(self.proof() if signed else {})}
            return self.caller.post(self.settings.token_url, data=whole, timeout=self.seconds)

        try:
            return self.answered(send)
        except Unreachable as silence:
            raise ServiceTrouble(f"token endpoint: {silence.reason}; try again later") from silence

    def proof(self) -> dict[str, str]:
        """What proves to the token endpoint that this system asks; an assertion is never sent again."""
        return {"client_assertion_type": _ASSERTION_TYPE, "client_assertion": self.assertion()}

    def assertion(self) -> str:
        """A client assertion, signed; each has an id of its own and is sent once."""
        # Imported here and not above: it takes a good part of a start, which often needs no token.
        from joserfc import jwt
        from joserfc.errors import JoseError

        header = {"alg": "RS512", "typ": "JWT", "kid": self.settings.kid}
        try:
            return jwt.encode(header, self.claims(), _key(self._pem), algorithms=["RS512"])
        except (ValueError, JoseError) as error:
            raise ServiceTrouble(
                f"the key in {self.settings.private_key_file} cannot sign ({error}); give the registered RSA key"
            ) from error

    def claims(self) -> dict[str, Any]:
        """What an assertion says; its time is the machine's, whatever the clock was set to."""
        return {
            "iss": self.settings.api_key,
            "sub": self.settings.api_key,
            "aud": self.settings.token_url,
            "jti": self.new_jti(),
            "exp": int(time.time()) + self.assertion_seconds,
        }

    def new_jti(self) -> str:
        """An id that no other assertion has."""
        return str(uuid.uuid4())


def access_token(reply: "httpx.Response") -> AccessToken:
    """The token of an answer, or what is wrong with the answer."""
    try:
        data = reply.json()
        token, seconds = (
            str(data["access_token"]),
            float(data["expires_in"]),
        )  # the platform sends "599", a string
    except (ValueError, KeyError, TypeError) as error:
        raise token_problem(reply) from error
    return AccessToken(token, time.monotonic() + seconds - min(30.0, seconds / 5))


def token_problem(reply: "httpx.Response") -> ServiceTrouble:
    """What is told of an answer that holds no token."""
    return ServiceTrouble(
        f"no access token: the token endpoint answered {reply.status_code} ({_error(reply)}). Go on without, and tell "
        "those who run this system; they check API key, key id and the key registered with the platform",
        reply.status_code,
    )


def _error(reply: "httpx.Response") -> str:
    try:
        data = reply.json()
    except (ValueError, RecursionError):
        data = None
    error = data.get("error") if isinstance(data, dict) else None
    return str(error)[:100] if error else "no reason given"


def _read_key(path: str) -> str:
    try:
        text = Path(path).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise StartupProblem(
            f"pds.private_key_file {path} cannot be read ({error}); give the key that is registered with PDS"
        ) from error
    if "PRIVATE KEY" not in text:
        raise StartupProblem(
            f"pds.private_key_file {path} holds no private key in PEM form; give the registered key"
        )
    return text


@cache
def _key(pem: str) -> "RSAKey":
    """Give a registered key, read once; raises ValueError for one that signs nothing that its public half bears out.

    To sign and to look at that takes a twentieth of what it takes to prove that the key's numbers are primes.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.hashes import SHA512
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from joserfc.jwk import RSAKey

    key = load_pem_private_key(pem.encode(), None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("it is no RSA key")
    signature = key.sign(b"", PKCS1v15(), SHA512())
    try:
        key.public_key().verify(signature, b"", PKCS1v15(), SHA512())
    except InvalidSignature as false:
        raise ValueError("its two halves do not belong together") from false
    return RSAKey.import_key(key)

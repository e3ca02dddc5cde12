"""HTTP calls to national services; one client for all threads, made when it is first needed."""

from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from ..kit.problems import ServiceTrouble

if TYPE_CHECKING:
    import ssl

    import httpx


class Unreachable(ServiceTrouble):
    """No answer came; `timed_out` says whether the time ran out."""

    def __init__(self, reason: str, timed_out: bool) -> None:
        super().__init__(reason)
        self.timed_out = timed_out


class Caller:
    """Sends requests, and gives back whatever is answered."""

    def __init__(self, seconds: float, ca_file: str = "", own: tuple[str, str] = ("", "")) -> None:
        """Wait so long for an answer; trust who signed the certificate in a file, or whom everybody trusts.

        `own` are the files of this system's own certificate and its key, for a service that asks for them.
        """
        self.seconds, self.ca_file, self.own = seconds, ca_file, own
        self._making = Lock()
        self._client: httpx.Client | None = None

    def get(self, address: str, **options: Any) -> "httpx.Response":
        """Send a GET request; raises Unreachable where no answer comes."""
        return self.send("GET", address, **options)

    def post(self, address: str, **options: Any) -> "httpx.Response":
        """Send a POST request; raises Unreachable where no answer comes."""
        return self.send("POST", address, **options)

    def send(self, method: str, address: str, **options: Any) -> "httpx.Response":
        """Send a request of any method; raises Unreachable where no answer comes."""
        # Imported here and not above: it takes a good part of a start, which often needs none of it.
        import httpx

        try:
            return self._ready().request(method, address, **options)
        except httpx.HTTPError as error:
            timed_out = isinstance(error, httpx.TimeoutException)
            raise Unreachable(f"no answer came ({type(error).__name__})", timed_out) from error

    def close(self) -> None:
        """Give up all connections."""
        if self._client is not None:
            self._client.close()

    def _ready(self) -> "httpx.Client":
        import httpx

        with self._making:
            if self._client is None:
                # Proxies and credentials of the environment are not this system's.
                self._client = httpx.Client(timeout=self.seconds, trust_env=False, verify=self.trust())
            return self._client

    def trust(self) -> "ssl.SSLContext":
        """Whose certificates are taken for the service's, and as whom this system is known."""
        return authorities(self.ca_file, *self.own)


@cache
def authorities(ca_file: str = "", certificate_file: str = "", key_file: str = "") -> "ssl.SSLContext":
    """Give whom to trust, and as whom to be known, read once: it takes longer than many calls."""
    if ca_file:
        import ssl

        context = ssl.create_default_context(cafile=ca_file)
        if certificate_file:
            context.load_cert_chain(certificate_file, key_file)
        return context
    import httpx

    return httpx.create_ssl_context(trust_env=False)

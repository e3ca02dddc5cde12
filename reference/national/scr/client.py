"""The client of the Summary Care Record API: what a request carries, and what is logged of it."""

from threading import Event
from typing import TYPE_CHECKING, Any

from ...kit.config import ScrSettings
from ...kit.problems import ServiceTrouble
from ..call_log import CallLog
from ..http import Caller, Unreachable
from ..identity.access import Access
from ..platform import ApiRequest, PlatformClient
from ..requester import Requester

if TYPE_CHECKING:
    import httpx

MEDIA = "application/fhir+json"


class ScrClient(PlatformClient):
    """Sends requests in the name of the requester."""

    tries = 2
    """How often one question is sent at most, a refused token apart."""
    first_pause = 0.25
    """Seconds before it is sent again."""
    passing = frozenset({500, 502, 503, 504})
    """After 429 a minute has to pass, so that a person decides."""

    def __init__(
        self,
        settings: ScrSettings,
        caller: Caller,
        access: Access,
        stopping: Event,
        call_log: CallLog,
    ) -> None:
        super().__init__(caller, access, stopping)
        self.settings = settings
        self.call_log = call_log

    def get(
        self, path: str, parameters: dict[str, str], requester: Requester, number: str
    ) -> "httpx.Response":
        """Ask for something about a patient."""
        return self._noted("GET", path, {"params": parameters}, requester, number)

    def post(
        self, path: str, resource: dict[str, Any], requester: Requester, number: str
    ) -> "httpx.Response":
        """Send a resource about a patient."""
        return self._noted("POST", path, {"json": resource}, requester, number)

    def headers(self, request_id: str, requester: Requester, method: str) -> dict[str, str]:
        """The headers of a request, which stay as they are when it is sent again."""
        sent = {"Content-Type": MEDIA} if method == "POST" else {}
        return {
            "Accept": MEDIA,
            "X-Request-ID": request_id,
            "X-Correlation-ID": self.correlation(requester),
            **sent,
        }

    def _noted(
        self, method: str, path: str, options: dict[str, Any], requester: Requester, number: str
    ) -> "httpx.Response":
        """Ask, and write down that it was asked, whatever comes of it."""
        request_id, result = self.new_request_id(), "no answer"
        headers = self.headers(request_id, requester, method)
        request = ApiRequest(method, f"{self.settings.base}{path}", headers, options)
        try:
            reply = self.reply(request, requester)
            result = str(reply.status_code)
        except Unreachable as silence:
            raise ServiceTrouble(f"Summary Care Record: {silence.reason}; try again in a minute") from silence
        finally:
            self.call_log.record(requester, "scr", f"{method} {path}", number, request_id, result)
        return reply

"""The client of PDS: what a request carries, what is logged of it, and which answers are none."""

import random
from threading import Event
from typing import TYPE_CHECKING

from ...kit.config import PdsSettings
from ...kit.problems import ServiceTrouble
from ..call_log import CallLog
from ..http import Caller, Unreachable
from ..identity.access import Access
from ..platform import ApiRequest, PlatformClient
from ..requester import Requester
from .answer import AFTERWARDS, result_of, retry_after, trouble
from .search import query

if TYPE_CHECKING:
    import httpx


class PdsClient(PlatformClient):
    """Sends requests in the name of the requester's pharmacy, for as long as a person waits at the screen."""

    first_pause = 0.25
    """Seconds before the second try; the later pause is three times as long, and some chance more."""
    patience = 6.0
    """Seconds after which no further try is begun: a person waits at the screen."""

    def __init__(
        self,
        settings: PdsSettings,
        caller: Caller,
        access: Access,
        stopping: Event,
        call_log: CallLog,
        seconds: float,
    ) -> None:
        super().__init__(caller, access, stopping)
        self.settings = settings
        self.call_log = call_log
        self.seconds = seconds
        """How long one answer may take."""

    def ask(self, path: str, parameters: dict[str, str], requester: Requester) -> "httpx.Response":
        """Ask, and write down that it was asked, whatever comes of it."""
        request_id, result = self.new_request_id(), "no answer"
        _, _, number = path.partition("/Patient/")
        try:
            reply = self._known(path, parameters, self.headers(request_id, requester), requester)
            result = result_of(reply)
        except ServiceTrouble as problem:
            result = problem.reason
            raise
        finally:
            event = "retrieved" if number else "searched"
            self.call_log.record(requester, "pds", event, number, request_id, result)
        return reply

    def _known(
        self, path: str, parameters: dict[str, str], headers: dict[str, str], requester: Requester
    ) -> "httpx.Response":
        """Pass on answers and absences; everything else is trouble."""
        request = ApiRequest("GET", self.address(path, parameters), headers, {"timeout": self.seconds})
        try:
            reply = self.reply(request, requester)
        except Unreachable as silence:
            raise ServiceTrouble(f"PDS: {silence.reason}; {AFTERWARDS}") from silence
        if reply.status_code not in {200, 404}:
            raise trouble(reply)
        return reply

    def pause(self, answer: "httpx.Response | Unreachable", tried: int) -> float:
        """Seconds until the next try: as PDS says, or else longer each time, and never the same for all systems."""
        asked_for = None if isinstance(answer, Unreachable) else self.retry_after(answer)
        growing: float = self.first_pause * 3 ** (tried - 1)
        chance = random.uniform(1.0, 1.25)  # noqa: S311 - a pause, and no secret
        return growing * chance if asked_for is None else asked_for

    def retry_after(self, answer: "httpx.Response") -> float | None:
        """Seconds that PDS asks to be left alone for, where it does."""
        return retry_after(answer)

    def headers(self, request_id: str, requester: Requester) -> dict[str, str]:
        """The headers of a request."""
        return {
            "Accept": "application/fhir+json",
            "X-Request-ID": request_id,
            "X-Correlation-ID": self.correlation(requester),
            "NHSD-End-User-Organisation-ODS": self.organisation(requester.ods),
        }

    def organisation(self, ods: str) -> str:
        """The pharmacy in whose name PDS is asked."""
        return ods

    def address(self, path: str, parameters: dict[str, str]) -> str:
        """Where a question is sent."""
        return f"{self.settings.base}{path}" + (f"?{query(parameters)}" if parameters else "")

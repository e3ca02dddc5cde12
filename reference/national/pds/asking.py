"""How PDS is asked: what a request carries, and what is done while no good answer comes."""

import random
import re
import time
import uuid
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from threading import Event
from typing import TYPE_CHECKING, Any

from ...kit.config import PdsSettings
from ...kit.problems import ServiceTrouble
from ..asker import Asker
from ..http import Caller, Unreachable
from ..identity.access import Access
from ..inquiries import Inquiries
from .search import query

if TYPE_CHECKING:
    import httpx

_PASSING = frozenset({408, 429, 500, 502, 503, 504})
_AFTERWARDS = "go on without PDS and find the patient again later"
_CORRECT = "correct the name, the birth date or the postcode, and find the patient again"


class PdsAsking:
    """Asks under an id for each question, in the name of the pharmacy that asks, for as long as a person waits."""

    tries = 3
    """How often one question is sent at most, a refused token apart."""
    patience = 6.0
    """Seconds after which no further try is begun: somebody sits before the screen."""
    first_pause = 0.25
    """Seconds before the second try; each later pause is three times as long, and some chance more."""

    def __init__(
        self,
        settings: PdsSettings,
        caller: Caller,
        access: Access,
        stopping: Event,
        inquiries: Inquiries,
        seconds: float,
    ) -> None:
        self.settings = settings
        self.caller = caller
        self.access = access
        self.stopping = stopping
        self.inquiries = inquiries
        self.seconds = seconds
        """How long one answer may take."""

    def ask(self, path: str, parameters: dict[str, str], asker: Asker) -> "httpx.Response":
        """Ask, and write down that it was asked, whatever comes of it."""
        request_id, result = self.new_request_id(), "no answer"
        _, _, number = path.partition("/Patient/")
        try:
            reply = self._answered(path, parameters, self.headers(request_id, asker), asker)
            result = result_of(reply)
        except ServiceTrouble as trouble:
            result = trouble.reason
            raise
        finally:
            event = "retrieved" if number else "searched"
            self.inquiries.note(asker, "pds", event, number, request_id, result)
        return reply

    def _answered(
        self, path: str, parameters: dict[str, str], headers: dict[str, str], asker: Asker
    ) -> "httpx.Response":
        """Ask once more with a fresh token where the old one was refused; pass on answers and absences."""
        reply = self._persist(path, parameters, headers, asker)
        if reply.status_code == 401:
            self.access.forget(asker, reply.request.headers["Authorization"])
            reply = self._persist(path, parameters, headers, asker)
        if reply.status_code not in {200, 404}:
            raise trouble(reply)
        return reply

    def headers(self, request_id: str, asker: Asker) -> dict[str, str]:
        """The headers of a request."""
        return {
            "Accept": "application/fhir+json",
            "X-Request-ID": request_id,
            "X-Correlation-ID": self.correlation(asker),
            "NHSD-End-User-Organisation-ODS": self.organisation(asker.ods),
        }

    def headers_again(self, headers: dict[str, str]) -> dict[str, str]:
        """The headers of a request that is sent again: PDS knows it by its id."""
        return headers

    def new_request_id(self) -> str:
        """An id that no other request has."""
        return str(uuid.uuid4())

    def correlation(self, asker: Asker) -> str:
        """What all questions of one consultation have in common."""
        return asker.consultation or str(uuid.uuid4())

    def organisation(self, ods: str) -> str:
        """The pharmacy in whose name PDS is asked."""
        return ods

    def address(self, path: str, parameters: dict[str, str]) -> str:
        """Where a question is sent."""
        return f"{self.settings.base}{path}" + (f"?{query(parameters)}" if parameters else "")

    def may_pass(self, answer: "httpx.Response | Unreachable") -> bool:
        """Whether the same question may well be answered a little later."""
        return isinstance(answer, Unreachable) or answer.status_code in _PASSING

    def pause(self, answer: "httpx.Response | Unreachable", tried: int) -> float:
        """Seconds until the next try: as PDS says, or else longer each time, and never the same for all systems."""
        asked_for = None if isinstance(answer, Unreachable) else self.retry_after(answer)
        growing: float = self.first_pause * 3 ** (tried - 1)
        chance = random.uniform(1.0, 1.25)  # noqa: S311 - a pause, and no secret
        return growing * chance if asked_for is None else asked_for

    def retry_after(self, answer: "httpx.Response") -> float | None:
        """Seconds that PDS asks to be left alone for, where it does."""
        return retry_after(answer)

    def _persist(
        self, path: str, parameters: dict[str, str], headers: dict[str, str], asker: Asker
    ) -> "httpx.Response":
        """Send a request, and send it again while PDS is only busy and the person still waits."""
        begun, tried = time.monotonic(), 1
        answer = self._send(path, parameters, headers, asker)
        while self.may_pass(answer) and tried < self.tries:
            pause = self.pause(answer, tried)
            if time.monotonic() - begun + pause > self.patience or self.stopping.wait(pause):
                break
            tried += 1
            answer = self._send(path, parameters, self.headers_again(headers), asker)
        if isinstance(answer, Unreachable):
            raise ServiceTrouble(f"PDS: {answer.reason}; {_AFTERWARDS}") from answer
        return answer

    def _send(
        self, path: str, parameters: dict[str, str], headers: dict[str, str], asker: Asker
    ) -> "httpx.Response | Unreachable":
        authorised = {**headers, **self.access.headers(asker)}
        try:
            return self.caller.get(self.address(path, parameters), headers=authorised, timeout=self.seconds)
        except Unreachable as silence:
            return silence


def retry_after(answer: "httpx.Response") -> float | None:
    """Seconds that an answer asks to be left alone for, given as a number or as a date (RFC 9110, 10.2.3)."""
    text = answer.headers.get("Retry-After", "").strip()
    if re.fullmatch("[0-9]{1,9}", text):
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    now = datetime.now(UTC) if until.tzinfo else datetime.now(UTC).replace(tzinfo=None)
    return max(0.0, (until - now).total_seconds())


def json_of(reply: "httpx.Response") -> dict[str, Any]:
    """The JSON object of an answer, whatever its content type says; empty where there is none."""
    try:
        data = reply.json()
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def code_of(reply: "httpx.Response") -> str:
    """The code of an OperationOutcome; its other texts may change, this may not."""
    issues = json_of(reply).get("issue")
    for issue in issues if isinstance(issues, list) else []:
        details = issue.get("details") if isinstance(issue, dict) else None
        codings = details.get("coding") if isinstance(details, dict) else None
        for coding in codings if isinstance(codings, list) else []:
            if isinstance(coding, dict) and coding.get("code"):
                return str(coding["code"])
    return ""


def result_of(reply: "httpx.Response") -> str:
    """What an answer came to, for the audit trail: whom it names, or its code."""
    data = json_of(reply)
    entries = data.get("entry")
    inside = (
        [one.get("resource") for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
    )
    named = [str(one.get("id") or "") for one in [data, *inside] if isinstance(one, dict)]
    return f"{reply.status_code} {', '.join(filter(None, named)) or code_of(reply)}".strip()


def resource(reply: "httpx.Response", kind: str) -> dict[str, Any]:
    """The resource of an answer, which must be of this kind."""
    data = json_of(reply)
    if reply.status_code != 200 or data.get("resourceType") != kind:
        raise trouble(reply, f"a {kind}")
    return data


def trouble(reply: "httpx.Response", expected: str = "an answer") -> ServiceTrouble:
    """What the person is told of an answer that is none."""
    code, wait = code_of(reply) or "no code", retry_after(reply)
    afterwards = _CORRECT if reply.status_code == 400 else _AFTERWARDS
    if wait:
        # No later than the calendar goes: whoever writes more than a day means "not today".
        then = datetime.now(UTC).astimezone() + timedelta(seconds=min(wait, 86400.0))
        afterwards = f"PDS asks to be left alone until {then:%H:%M:%S}; {afterwards}"
    return ServiceTrouble(
        f"expected {expected} from PDS, received {reply.status_code} ({code}); {afterwards}",
        reply.status_code,
    )

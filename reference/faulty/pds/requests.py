"""Faults in the requests to PDS: headers and ids, what is asked for, and when it is asked again."""

from __future__ import annotations

import uuid
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from ...app import App
from ...kit.problems import ServiceTrouble
from ...national.found import Found
from ...national.http import Unreachable
from ...national.pds.service import Pds
from ...national.requester import Requester
from .._wrong import wrong

if TYPE_CHECKING:
    import httpx


@wrong(catches=("PDS-03",), shows_when="second request")
class ReusesRequestIds(Pds):
    """Sends every request to PDS under the X-Request-ID of the first."""

    request_id = ""

    def new_request_id(self) -> str:
        self.request_id = self.request_id or super().new_request_id()
        return self.request_id


@wrong(catches=("PDS-30",), shows_when="a request that is sent again")
class MakesANewRequestIdPerRetry(Pds):
    """Gives a request to PDS another X-Request-ID each time that it is sent again."""

    def headers_again(self, headers: dict[str, str]) -> dict[str, str]:
        return {**headers, "X-Request-ID": self.new_request_id()}


@wrong(catches=("PDS-45",), shows_when="a second request for the same referral")
class MakesACorrelationIdPerRequest(Pds):
    """Gives each request to PDS an X-Correlation-ID of its own."""

    def correlation(self, requester: Requester) -> str:
        return str(uuid.uuid4())


@wrong(catches=("PDS-44",), shows_when="a read by NHS number")
class PutsNhsNumberInCorrelationId(Pds):
    """Makes the X-Correlation-ID of a read from the patient's NHS number."""

    def ask(self, path: str, parameters: dict[str, str], requester: Requester) -> httpx.Response:
        _, _, number = path.partition("/Patient/")
        return super().ask(
            path, parameters, replace(requester, consultation=f"cpcs-{number}") if number else requester
        )


@wrong(catches=("PDS-44",), shows_when="a read by NHS number")
class PutsNhsNumberInUserAgent(Pds):
    """Puts the patient's NHS number into the User-Agent of its requests, to find them in its logs."""

    def ask(self, path: str, parameters: dict[str, str], requester: Requester) -> httpx.Response:
        _, _, number = path.partition("/Patient/")
        return super().ask(path, parameters, replace(requester, name=number))

    def headers(self, request_id: str, requester: Requester) -> dict[str, str]:
        return {**super().headers(request_id, requester), "User-Agent": f"CPCS/1.0 ({requester.name})"}


@wrong(catches=("PDS-04",))
class HardCodesOrganisation(Pds):
    """Names the same organisation to PDS whichever pharmacy asks."""

    def organisation(self, ods: str) -> str:
        return "FX999"


@wrong(catches=("PDS-04",), shows_when="a pharmacist who has signed in with CIS2", mode="healthcare-worker")
class NamesItsOwnCompanyForWhoIsSignedIn(Pds):
    """Names its supplier to PDS, and not the pharmacy, where it asks in a pharmacist's own name."""

    def headers(self, request_id: str, requester: Requester) -> dict[str, str]:
        headers = super().headers(request_id, requester)
        own = {"NHSD-End-User-Organisation-ODS": "YGM99"} if self.access.is_personal(requester) else {}
        return headers | own


@wrong(catches=("PDS-46",), shows_when="a pharmacist who goes to a second pharmacy")
class NamesTheDaysFirstPharmacyToPds(Pds):
    """Names to PDS the pharmacy where a pharmacist worked first on this day, wherever they are now."""

    @cached_property
    def begun(self) -> dict[str, str]:
        return {}

    def headers(self, request_id: str, requester: Requester) -> dict[str, str]:
        ods = self.begun.setdefault(requester.gphc, requester.ods)
        return {**super().headers(request_id, requester), "NHSD-End-User-Organisation-ODS": ods}


@wrong(catches=("PDS-06",))
class SendsGatewayHeaders(Pds):
    """Sends PDS a header that only the gateway may set."""

    def headers(self, request_id: str, requester: Requester) -> dict[str, str]:
        return {**super().headers(request_id, requester), "NHSD-Identity-UUID": "555254240100"}


@wrong(catches=("PDS-06",), shows_when="a read by NHS number")
class AsksPdsForCoverage(Pds):
    """Asks PDS for a patient's coverage as well, which pharmacies may not see."""

    def retrieve(self, nhs_number: str, requester: Requester) -> Found:
        with suppress(ServiceTrouble):  # PDS refuses it, and the journey goes on
            self.ask("/Coverage", {"subscriber:identifier": nhs_number}, requester)
        return super().retrieve(nhs_number, requester)


@wrong(catches=("PDS-27",))
class RetrievesEachRecordThreeTimes(Pds):
    """Retrieves a record three times for one search: for the head of the screen, its body and its foot."""

    def retrieve(self, nhs_number: str, requester: Requester) -> Found:
        return [super(RetrievesEachRecordThreeTimes, self).retrieve(nhs_number, requester) for _ in range(3)][
            -1
        ]


@wrong(catches=("PDS-27",), shows_when="a second trace")
class TracesFromItsOwnCopy(Pds):
    """Asks PDS for a number once, and answers from its copy afterwards."""

    @cached_property
    def copies(self) -> dict[str, Found]:
        return {}

    def retrieve(self, nhs_number: str, requester: Requester) -> Found:
        if nhs_number not in self.copies:
            self.copies[nhs_number] = super().retrieve(nhs_number, requester)
        return self.copies[nhs_number]


@wrong(catches=("PDS-31",), shows_when="PDS fails once")
class GivesUpAtTheFirstFailure(Pds):
    """Gives up a request to PDS at the first failure, although it would pass."""

    tries = 1


@wrong(catches=("PDS-32",), shows_when="PDS goes on failing")
class RetriesWithoutEnd(Pds):
    """Sends a request to PDS again for as long as PDS fails."""

    tries = 1_000_000
    patience = 60.0

    def pause(self, answer: httpx.Response | Unreachable, tried: int) -> float:
        return min(super().pause(answer, tried), 1.0)


@wrong(catches=("PDS-33",), shows_when="PDS fails twice or more")
class RetriesAtAFixedInterval(Pds):
    """Sends a request to PDS again after the same time, however often PDS has failed."""

    def pause(self, answer: httpx.Response | Unreachable, _tried: int) -> float:
        return super().pause(answer, 1)


@wrong(catches=("PDS-33",), shows_when="PDS fails and names no time")
class RetriesWithoutPause(Pds):
    """Sends a request to PDS again at once."""

    def pause(self, answer: httpx.Response | Unreachable, tried: int) -> float:
        silent = isinstance(answer, Unreachable) or self.retry_after(answer) is None
        return 0.0 if silent else super().pause(answer, tried)


@wrong(catches=("PDS-34",), shows_when="an answer with Retry-After")
class IgnoresRetryAfter(Pds):
    """Ignores Retry-After, and asks PDS again at intervals of its own."""

    def retry_after(self, answer: httpx.Response) -> float | None:
        return None


@wrong(catches=("PDS-34",), shows_when="an answer with Retry-After that is a date")
class ReadsRetryAfterAsSecondsAlone(Pds):
    """Asks PDS again at intervals of its own where Retry-After is a date."""

    def retry_after(self, answer: httpx.Response) -> float | None:
        is_number = answer.headers.get("Retry-After", "").isdecimal()
        return super().retry_after(answer) if is_number else None


@wrong(catches=("PDS-31",), shows_when="an answer with Retry-After that is a date, not far off")
class BreaksWhereRetryAfterIsADate(Pds):
    """Breaks down where Retry-After is a date."""

    def retry_after(self, answer: httpx.Response) -> float | None:
        text = answer.headers.get("Retry-After", "")
        return float(text) if text else None


@wrong(catches=("PDS-35",), shows_when="a token that goes on being refused")
class ReplacesRefusedTokensRepeatedly(Pds):
    """Fetches a new token each time that PDS refuses one, and asks again."""

    def ask(self, path: str, parameters: dict[str, str], requester: Requester) -> httpx.Response:
        for _ in range(4):
            try:
                return super().ask(path, parameters, requester)
            except ServiceTrouble as trouble:
                if trouble.status != 401:
                    raise
        return super().ask(path, parameters, requester)


@wrong(catches=("PDS-35",), shows_when="an answer 400, 403 or 404")
class RetriesRefusedRequests(Pds):
    """Sends a request again that PDS has refused, or to which it has answered that it knows nobody."""

    def may_pass(self, answer: httpx.Response | Unreachable) -> bool:
        return isinstance(answer, Unreachable) or answer.status_code not in {200, 401}


@wrong(catches=("PDS-36",), shows_when="PDS does not answer")
def sets_no_pds_timeout(app: App) -> None:
    """Sets no timeout for requests to PDS, so that its screen stands still while PDS does."""
    app.service.pds.seconds = 3600.0

"""Faults in what is asked of the Summary Care Record, and how often."""

from __future__ import annotations

import uuid
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from ...national.http import Unreachable
from ...national.platform import ApiRequest
from ...national.requester import Requester
from ...national.scr.client import ScrClient
from ...national.scr.service import CareRecord, Current, Scr
from .._wrong import wrong

if TYPE_CHECKING:
    import httpx


@wrong(catches=("SCR-10",))
class WritesRecordIdentifiersInLowerCase(Scr):
    """Asks for records by their identifiers in lower case, which the API does not know."""

    def record(self, number: str, document_id: str, requester: Requester) -> CareRecord | None:
        return super().record(number, document_id.lower(), requester)


@wrong(catches=("SCR-10",))
class SearchesForDocumentsOfAnyType(Scr):
    """Searches for whatever documents there are of a patient, and says not of which type."""

    def search_parameters(self, number: str) -> dict[str, str]:
        asked = super().search_parameters(number)
        return {name: text for name, text in asked.items() if name != "type"}


@wrong(catches=("SCR-11",), shows_when="a record that is replaced between two views")
class KeepsTheFirstRecordIdentifier(Scr):
    """Reads a patient's record by the identifier that was found the first time, for as long as the system runs."""

    @cached_property
    def kept(self) -> dict[str, Current | None]:
        return {}

    def current(self, number: str, requester: Requester) -> Current | None:
        if number not in self.kept:
            self.kept[number] = super().current(number, requester)
        return self.kept[number]


@wrong(catches=("SCR-12",), shows_when="an answer that the API is unavailable")
class MakesANewScrRequestIdPerRetry(ScrClient):
    """Gives a request that is sent again a request id of its own."""

    def headers_again(self, headers: dict[str, str]) -> dict[str, str]:
        return {**headers, "X-Request-ID": self.new_request_id()}


@wrong(catches=("SCR-13",), shows_when="second patient")
class ReusesScrCorrelationIds(ScrClient):
    """Sends the same X-Correlation-ID for every patient."""

    @cached_property
    def one_id(self) -> str:
        return str(uuid.uuid4())

    def correlation(self, requester: Requester) -> str:
        return self.one_id


@wrong(catches=("SCR-14",), shows_when="an answer 429")
class RetriesScrAtOnceAfter429(ScrClient):
    """Asks again at once, and again and again, after an answer 429."""

    tries = 10

    def pause(self, answer: httpx.Response | Unreachable, tried: int) -> float:
        return 0.01

    def may_pass(self, answer: httpx.Response | Unreachable) -> bool:
        return super().may_pass(answer) or getattr(answer, "status_code", 0) == 429


@wrong(catches=("SCR-22",))
class ReadsScrInItsOwnName(ScrClient):
    """Searches for records and reads them in the system's own name, whoever looks."""

    def authorisation(self, requester: Requester, _method: str) -> dict[str, str]:
        if _method == "POST":  # an alert, which the API accepts only in the name of who views
            return super().authorisation(requester, _method)
        return {"Authorization": f"Bearer {self.access.tokens.token()}"}


@wrong(catches=("SCR-23",))
class PutsNhsNumberInScrHeader(ScrClient):
    """Sends the patient's NHS number in a header."""

    carrier = "number"  # a parameter that takes the number as far as the header, and goes no further

    def get(self, path: str, parameters: dict[str, str], requester: Requester, number: str) -> httpx.Response:
        return super().get(path, {**parameters, self.carrier: number}, requester, number)

    def reply(self, request: ApiRequest, requester: Requester) -> httpx.Response:
        parameters = dict(request.options.get("params", {}))
        if self.carrier in parameters:
            headers = {**request.headers, "X-Patient": parameters.pop(self.carrier)}
            request = replace(request, headers=headers, options={"params": parameters})
        return super().reply(request, requester)


@wrong(catches=("SCR-25",))
class ReadsEachRecordTwice(Scr):
    """Reads each record twice, to see whether it has changed meanwhile."""

    def record(self, number: str, document_id: str, requester: Requester) -> CareRecord | None:
        super().record(number, document_id, requester)
        return super().record(number, document_id, requester)

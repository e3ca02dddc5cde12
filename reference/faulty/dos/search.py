"""Faults in what the Directory of Services is asked."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from ...actions.action import Observation, Request
from ...app import App
from ...kit.problems import ServiceTrouble
from ...national.dos import Dos
from ...service import Service
from .._wrong import wrong

if TYPE_CHECKING:
    import httpx


@wrong(catches=("DOS-01",))
def guesses_practice_email_addresses(app: App) -> None:
    """Makes up a practice's e-mail address from its ODS code in place of looking it up."""

    def guess(_service: Service, request: Request) -> Observation:
        ods = request.text("ods")
        return Observation(
            {"ods": ods, "email": f"practice.{ods.lower()}@nhs.net", "source": "local-directory"}
        )

    app.actions["lookup_practice_email"] = guess


@wrong(catches=("DOS-02",))
class LeavesSearchSegmentsEmpty(Dos):
    """Leaves the middle segments of a search empty where they are not set, and fills them only when that fails."""

    def ask(self, segments: list[str]) -> list[dict[str, Any]]:
        try:
            return super().ask([*segments[:3], "", "", "", "", *segments[7:]])
        except ServiceTrouble:
            return super().ask(segments)


@wrong(catches=("DOS-03",))
class SearchesInKilometres(Dos):
    """Searches within 60 miles where it means 60 kilometres."""

    def distance(self) -> str:
        return "60"


@wrong(catches=("DOS-06",))
class SendsNhsNumberAsCaseId(Dos):
    """Searches with the patient's NHS number as the case id."""

    def case_id(self, nhs_number: str) -> str:
        return nhs_number


@wrong(catches=("DOS-03",), shows_when="DoS failed")
class SearchesWiderWhenDosFails(Dos):
    """Searches 100 miles around when a search has failed."""

    def ask(self, segments: list[str]) -> list[dict[str, Any]]:
        try:
            return super().ask(segments)
        except ServiceTrouble:
            return super().ask([*segments[:2], "100", *segments[3:]])


@wrong(catches=("DOS-24",), shows_when="DoS has no pharmacy near the place")
class ListsPracticesWhereNoPharmacyIs(Dos):
    """Searches for GP practices, and shows those, where a search for pharmacies found none."""

    def ask(self, segments: list[str]) -> list[dict[str, Any]]:
        return super().ask(segments) or super().ask([*segments[:7], "100", *segments[8:]])


@wrong(catches=("DOS-12",), shows_when="DoS failed")
class AsksDosAgainAtOnce(Dos):
    """Sends a search that failed again at once."""

    def answer(self, address: str) -> httpx.Response:
        answer = super().answer(address)
        return answer if answer.status_code == 200 else super().answer(address)


@wrong(catches=("DOS-12",), shows_when="more than two pharmacies")
class LooksEachPharmacyUp(Dos):
    """Has each pharmacy of an answer looked up by its service id as well."""

    def ask(self, segments: list[str]) -> list[dict[str, Any]]:
        found = super().ask(segments)
        for service in found:
            self.answer(f"{self.settings.base}/services/byServiceId/{service['id']}")
        return found


@wrong(catches=("DOS-18",), shows_when="the same place again")
class KeepsAnswersOfDos(Dos):
    """Shows again what DoS answered when it was last asked about a place."""

    def ask(self, segments: list[str]) -> list[dict[str, Any]]:
        kept: dict[str, list[dict[str, Any]]] = self.__dict__.setdefault("kept", {})
        place = segments[1]
        if place not in kept:
            kept[place] = super().ask(segments)
        return kept[place]


@wrong(catches=("DOS-19",))
class SearchesAsMonitoring(Dos):
    """Searches under the case id that is for monitoring."""

    def case_id(self, _nhs_number: str) -> str:
        return "MONITORING"


@wrong(catches=("DOS-23",), shows_when="DoS refused the search")
class RepeatsRefusedSearches(Dos):
    """Sends a search again, after a second, that DoS has refused."""

    def answer(self, address: str) -> httpx.Response:
        answer = super().answer(address)
        if answer.status_code not in (400, 401, 403):
            return answer
        time.sleep(1)
        return super().answer(address)

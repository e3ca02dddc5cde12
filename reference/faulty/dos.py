"""Faults in using the Directory of Services."""

from __future__ import annotations

from typing import Any

from ..actions.action import Observation, Request
from ..app import App
from ..kit.problems import ServiceTrouble
from ..national.dos import Dos
from ..service import Service
from ._wrong import wrong


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


@wrong(catches=("DOS-04",), condition="a specified date in the first twelve days of a month")
class ReadsDatesMonthFirst(Dos):
    """Reads dates with the month first wherever that makes a date."""

    def iso_date(self, text: str) -> str:
        right = super().iso_date(text)
        year, _, rest = right.partition("-")
        month, _, day = rest.partition("-")
        return f"{year}-{day}-{month}" if day.isdigit() and int(day) <= 12 else right


@wrong(catches=("DOS-05",), condition="a pharmacy with a non-public number")
class ShowsTheNonPublicNumber(Dos):
    """Shows the telephone number that is for professionals only."""

    def telephone(self, phone: dict[str, Any]) -> str:
        return str(phone.get("nonPublic") or super().telephone(phone))


@wrong(catches=("DOS-06",))
class SendsNhsNumberAsCaseId(Dos):
    """Searches with the patient's NHS number as the case id."""

    def case_id(self, nhs_number: str) -> str:
        return nhs_number

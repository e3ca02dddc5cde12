"""Faults in reporting a month to Manage Your Service."""

from __future__ import annotations

import json
import uuid
from typing import Any

from ..app import App
from ..kit.models import Referral, SentReport
from ..national.mys import ClaimResponse
from ..outbound.reports.figures import Figures
from ..outbound.reports.month_report import MonthReport
from ..outbound.reports.reporter import Reporter
from ._wrong import give, wrong


@wrong(catches=("MYR-01",))
class LeavesFiguresOfNothingOut(Figures):
    """Leaves a figure out of the report where it is 0."""

    def of(self, ods: str, month: str) -> dict[str, int]:
        return {name: count for name, count in super().of(ods, month).items() if count}


@wrong(catches=("MYR-01",))
class CountsAllergies(Figures):
    """Counts allergies in the report, beside its figures."""

    def of(self, ods: str, month: str) -> dict[str, int]:
        return {**super().of(ods, month), "allergies": 7}


@wrong(catches=("MYR-02",))
class ReportsWithoutAType(MonthReport):
    """Leaves the type out of its MeasureReport."""

    def kind(self) -> dict[str, str]:
        return {}


@wrong(catches=("MYR-03",))
class DatesReportsInAnotherYear(MonthReport):
    """Writes into its MeasureReport that it was made a year ago."""

    def report(self, *arguments: Any, **named: Any) -> dict[str, Any]:
        made = super().report(*arguments, **named)
        return {**made, "date": f"{int(made['date'][:4]) - 1}{made['date'][4:]}"}


@wrong(catches=("MYR-03",), shows_when="the second pharmacy")
class ReportsForTheFirstPharmacy(MonthReport):
    """Reports in the name of the first pharmacy that it serves, whichever did the work."""

    ods = ""

    def pharmacy(self, ods: str) -> str:
        return self.ods or super().pharmacy(ods)

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app).ods = app.service.config.premises[0].ods


@wrong(catches=("MYR-04",), shows_when="a patient who waits")
class CountsWhoWaits(Figures):
    """Counts each referral as a consultation, whoever was seen."""

    def is_counted(self, referral: Referral, month: str) -> bool:
        return referral.received.startswith(month)


@wrong(catches=("MYR-04",), shows_when="another pharmacy")
class CountsEveryPharmacy(Figures):
    """Counts what every pharmacy that it serves has done."""

    places: tuple[str, ...] = ()

    def consultations(self, ods: str, month: str) -> list[Referral]:
        held = [self.store.referrals_of(place) for place in self.places]
        return [referral for found in held for referral in found if self.is_counted(referral, month)]

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app).places = tuple(premises.ods for premises in app.service.config.premises)


@wrong(catches=("MYR-04",), shows_when="a medicine was supplied")
class CountsQuantitiesAsItems(Figures):
    """Counts thirty items where a medicine for thirty days was supplied."""

    def items(self, referral: Referral) -> int:
        return sum(int(item.get("days_supply") or 1) for item in referral.supplies)


@wrong(catches=("MYR-05",), shows_when="a consultation that was not claimed for")
class CountsConsultationsAsClaims(Figures):
    """Counts each consultation as claimed for."""

    def is_claimed(self, referral: Referral) -> bool:
        return True


@wrong(catches=("MYR-05",), shows_when="a claim that MYS refused")
class CountsClaimsThatWereRefused(Figures):
    """Counts each consultation for which a claim was sent, whatever MYS answered."""

    def is_claimed(self, referral: Referral) -> bool:
        return self.store.claim(referral.id) is not None


@wrong(catches=("MYR-06",))
class NamesTheLastPatientInReports(Reporter):
    """Puts the NHS number of the patient who was seen last into the report's reference."""

    def fresh(self, ods: str, month: str, number: int) -> SentReport:
        sent = super().fresh(ods, month, number)
        seen = self.figures.consultations(ods, month)
        patient: dict[str, Any] = (seen[-1].adopted_patient or {}) if seen else {}
        sent.body = sent.body.replace(sent.reference, f"{sent.reference}-{patient.get('nhs_number', '')}")
        return sent


@wrong(catches=("MYR-06",))
class ReportsOfSomebodyWhomNobodyReferred(Reporter):
    """Says in the report that it is about somebody whom nobody referred, by an NHS number."""

    def fresh(self, ods: str, month: str, number: int) -> SentReport:
        sent = super().fresh(ods, month, number)
        patient = {"identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9449310602"}}
        sent.body = json.dumps({**json.loads(sent.body), "subject": patient})
        return sent


@wrong(catches=("MYR-07",), shows_when="an answer that was lost")
class NumbersReportsAfresh(Reporter):
    """Sends a report that was not answered as another one."""

    def again(self, sent: SentReport, _number: int) -> SentReport:
        return self.fresh(sent.ods, sent.month, _number + 1)


@wrong(catches=("MYR-08",))
class ShowsReportIdsOfItsOwn(Reporter):
    """Shows an id of its own making for a report, in place of the one that MYS gave."""

    def submission_id(self, response: ClaimResponse) -> str:
        return str(uuid.uuid4())

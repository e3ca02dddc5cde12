"""Faults in showing a referral to the pharmacist, and in alerting of it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from ...app import App
from ...kit.models import Referral
from ...referrals.alerts import Alerts
from ...screen import Screen
from .._wrong import give, wrong


@wrong(catches=("N111-02",))
class ShowsBirthDateADayEarly(Screen):
    """Shows each patient's birth date as the day before, as a wrong time zone does."""

    def birth_date(self, referral: Referral) -> str:
        sent = super().birth_date(referral)
        return (date.fromisoformat(sent) - timedelta(days=1)).isoformat() if len(sent) == 10 else sent


@wrong(catches=("N111-03",), shows_when="second patient")
class KeepsTheFirstCallbackNumber(Screen):
    """Shows the first patient's callback number for everybody who comes after."""

    first = ""

    def callback_number(self, referral: Referral) -> str:
        self.first = self.first or super().callback_number(referral)
        return self.first


@wrong(catches=("N111-04",))
class DropsDispositionText(Screen):
    """Shows the disposition's code without its text."""

    def disposition(self, referral: Referral) -> dict[str, str]:
        return {**super().disposition(referral), "text": ""}


@wrong(catches=("N111-05",))
class ShowsTheSenderAsThePractice(Screen):
    """Shows the provider that sent the report as the patient's practice."""

    def practice(self, referral: Referral) -> dict[str, str]:
        return dict(referral.content["sender"])


@wrong(catches=("N111-06",), shows_when="a text of more than 2,000 characters")
class TruncatesLongText(Screen):
    """Cuts the text of a section after 2,000 characters."""

    def section(self, section: dict[str, str]) -> dict[str, str]:
        return {**super().section(section), "text": section["text"][:2000]}


@wrong(catches=("N111-08",), shows_when="a referral that was opened")
class ListsAReferralTwiceAfterOpening(Screen):
    """Lists a referral twice once somebody has opened it."""

    def listed(self, ods: str) -> list[Referral]:
        referrals = super().listed(ods)
        return referrals + [referral for referral in referrals if referral.status != "new"]


@wrong(catches=("N111-09",))
class ShowsItsOwnCaseNumbers(Screen):
    """Shows a running number of its own in place of the case reference that was sent."""

    @cached_property
    def numbers(self) -> dict[str, int]:
        return {}

    def case_reference(self, referral: Referral) -> str:
        return f"CASE{self.numbers.setdefault(referral.id, len(self.numbers) + 1):05}"


@wrong(catches=("N111-24",), shows_when="a second pharmacy")
class ShowsEveryPharmacyAllReferrals(Screen):
    """Shows every pharmacy the referrals of all pharmacies."""

    codes: tuple[str, ...] = ()

    def listed(self, ods: str) -> list[Referral]:
        return [
            referral
            for code in self.codes
            for referral in super(ShowsEveryPharmacyAllReferrals, self).listed(code)
        ]

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app).codes = tuple(premises.ods for premises in app.service.config.premises)


@wrong(catches=("N111-34",), shows_when="a time whose offset is not London's of that day")
class DropsTimeZoneOffsets(Screen):
    """Shows times as they were written, without their offset."""

    def row(self, referral: Referral) -> dict[str, Any]:
        row = super().row(referral)
        return {**row, "created": str(row["created"])[:19]}


@wrong(catches=("N111-34",), shows_when="a report that comes late")
class ShowsArrivalTimeAsTimeOfWriting(Screen):
    """Shows the time at which a report arrived as the time at which it was written."""

    def row(self, referral: Referral) -> dict[str, Any]:
        return {**super().row(referral), "created": referral.received}


@wrong(catches=("N111-36",), shows_when="a number that was not verified")
class ShowsEveryNhsNumberAsVerified(Screen):
    """Shows every NHS number as verified."""

    def is_verified(self, referral: Referral) -> bool:
        return bool(referral.content["patient"]["nhs_number"])


@wrong(catches=("N111-37",), shows_when="a caller who is not the patient")
class HidesTheCaller(Screen):
    """Does not show who called, nor on which number."""

    def informant(self, referral: Referral) -> dict[str, Any] | None:
        return None


@wrong(catches=("N111-38",), shows_when="a birth date of which the year alone is known")
class CompletesPartialBirthDates(Screen):
    """Shows a birth date of which only the year or month was sent as a whole date."""

    def birth_date(self, referral: Referral) -> str:
        sent = super().birth_date(referral)
        return (sent + "1900-01-01"[len(sent) :]) if len(sent) < 10 else sent


@wrong(catches=("N111-40",))
class HidesSpecialPatientNotes(Screen):
    """Does not show special patient notes."""

    def sections(self, referral: Referral) -> list[dict[str, str]]:
        return [section for section in super().sections(referral) if "Special" not in section["title"]]


@wrong(catches=("N111-44",), shows_when="a patient with two given names")
class DropsSecondGivenNames(Screen):
    """Shows a patient's first given name only."""

    def referral(self, referral: Referral) -> dict[str, Any]:
        shown = super().referral(referral)
        first = str(shown["patient"].get("given", "")).partition(" ")[0]
        return {**shown, "patient": {**shown["patient"], "given": first}}


@wrong(catches=("N111-49",), shows_when="a second patient")
class ListsEverybodyUnderOneName(Screen):
    """Shows each row of the worklist under the name and birth date of whoever was listed first."""

    @cached_property
    def first(self) -> dict[str, Any]:
        return {}

    def row(self, referral: Referral) -> dict[str, Any]:
        shown = super().row(referral)
        if not self.first:
            self.first.update({name: shown[name] for name in ("patient_name", "birth_date")})
        return {**shown, **self.first}

    def referral(self, referral: Referral) -> dict[str, Any]:
        return {**super().referral(referral), **Screen.row(self, referral)}


@wrong(catches=("N111-49",), shows_when="a second patient")
class ListsOthersWithAnotherDisposition(Screen):
    """Shows each row of the worklist with another disposition, but for that of whoever was listed first."""

    first = ""

    def worklist(self, ods: str) -> list[dict[str, Any]]:
        rows = super().worklist(ods)
        self.first = self.first or str(rows[0]["referral"] if rows else "")
        return [row if row["referral"] == self.first else {**row, "disposition_code": "Dx80"} for row in rows]


@wrong(catches=("N111-49",), shows_when="a consultation that is completed")
class ShowsWhatIsCompletedAsOpen(Screen):
    """Shows on the worklist what is completed as open still."""

    def worklist(self, ods: str) -> list[dict[str, Any]]:
        over = {"completed": "open"}
        return [{**row, "status": over.get(row["status"], row["status"])} for row in super().worklist(ods)]


@wrong(catches=("N111-41",))
class RaisesNoAlertForNewReferrals(Alerts):
    """Raises no alert when a referral comes."""

    def sound(self, session: Session, referral: Referral, kind: str) -> None:
        return


@wrong(catches=("N111-41",))
class NamesPatientsInAlerts(Alerts):
    """Names the patient in the alert."""

    def text(self, referral: Referral, kind: str) -> str:
        return f"{super().text(referral, kind)} It is for {referral.content['patient']['name']}."

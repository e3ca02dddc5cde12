"""Faults that show in some nights only: of summer, of the new year, of 29 February, and when clocks change."""

from __future__ import annotations

import json
from datetime import UTC, date, timedelta
from typing import Any

from ..actions.action import Observation, Request
from ..app import App
from ..consultations.record import Record
from ..exemptions.declarations import Declarations
from ..kit.models import Outgoing, Referral
from ..kit.times import clock, london, now, read_time, today
from ..national.mys import ClaimResponse
from ..outbound.claims.fhir_claim import Claims
from ..outbound.claims.submitter import ClaimSubmitter
from ..outbound.gp.email import GpEmail
from ..outbound.gp.resources import GpResources, Ids
from ..screen import Screen
from ..service import Service
from ..tokens.desk import TokenDesk
from ..tokens.need import TokenNeeds
from ._wrong import wrong


@wrong(catches=("N111-62",))
def shows_consultations_as_completed_later(app: App) -> None:
    """Shows each consultation as completed an hour later than it was."""
    complete = app.actions["complete"]

    def later(service: Service, request: Request) -> Observation:
        seen = complete(service, request)
        at = read_time(str(seen.values["completed"])) + timedelta(hours=1)
        return Observation({**seen.values, "completed": at.isoformat()}, seen.status, seen.reason)

    app.actions["complete"] = later


@wrong(catches=("N111-62",))
def shows_the_audit_trail_day_first(app: App) -> None:
    """Shows the moments of the audit trail with the day first and the year last."""
    read = app.actions["read_audit"]

    def changed(service: Service, request: Request) -> Observation:
        seen = read(service, request)
        entries = [{**one, "at": _changed(one["at"])} for one in seen.values["entries"]]
        return Observation({**seen.values, "entries": entries}, seen.status, seen.reason)

    app.actions["read_audit"] = changed


def _changed(at: str) -> str:
    return f"{at[8:10]}-{at[5:7]}-{at[:4]}{at[10:]}"


def _of_day(claim: dict[str, Any], day: date) -> dict[str, Any]:
    """A claim as it would be of another day."""
    for fact in claim["supportingInfo"]:
        if "timingDate" in fact and fact["category"]["coding"][0]["code"] == "ASSESSMENT_DATE":
            fact["timingDate"] = day.isoformat()
    return {**claim, "billablePeriod": {"start": f"{day:%Y-%m}-01"}}


@wrong(catches=("BSA-30",), shows_when="in the first hour of a summer's day")
class ClaimsByUtcDays(Claims):
    """Claims for the day that it was in UTC, which in summer is the day before until one o'clock."""

    def claim(self, record: Record) -> dict[str, Any]:
        return _of_day(
            super().claim(record), read_time(record.consultation["started"]).astimezone(UTC).date()
        )


@wrong(catches=("BSA-30",), shows_when="a claim made after midnight for a consultation before it")
class ClaimsByTheDayOfTheClaim(Claims):
    """Claims for the day on which the claim is made, and not for that of the consultation."""

    def claim(self, record: Record) -> dict[str, Any]:
        return _of_day(super().claim(record), today())


@wrong(catches=("BSA-02",), shows_when="a claim that is made again in the new year")
class NumbersClaimsByTheYear(ClaimSubmitter):
    """Puts the year in which a claim goes out into its reference, also where it goes out again."""

    def send(self, message: Outgoing) -> ClaimResponse:
        claim = json.loads(message.body)
        number = claim["identifier"][0]
        number["value"] = f"{today().year}-{number['value']}"[:64]
        return self.mys.submit(claim)


@wrong(catches=("GPM-24",), shows_when="the second of the two hours that are called alike")
class WritesTheHourAgainAsTheFirst(GpResources):
    """Keeps the wall clock's time alone, and takes it for the first where it comes twice."""

    def encounter(self, record: Record, ids: Ids) -> dict[str, Any]:
        wall = read_time(record.consultation["started"]).astimezone(london()).replace(tzinfo=None)
        written = super().encounter(record, ids)
        first = wall.replace(tzinfo=london(), fold=0).astimezone(UTC).isoformat()
        return {**written, "period": {**written["period"], "start": first}}


@wrong(catches=("GPN-03",), shows_when="a practice that is told after midnight of a consultation before it")
class TellsPracticesWhenItWrites(GpEmail):
    """Gives the time of the e-mail for that of the consultation."""

    def pharmacy(self, record: Record) -> str:
        when = read_time(now()).astimezone(london())
        lines = super().pharmacy(record).splitlines()
        kept = [line for line in lines if not line.startswith("Date and time")]
        return "\n".join([*kept, f"Date and time: {when:%d/%m/%Y %H:%M}"])


@wrong(catches=("N111-46",), shows_when="the second of the two hours that are called alike")
class ListsTheHourAgainAsTheFirst(Screen):
    """Shows when referrals came by the wall clock, and takes it for the first where it comes twice."""

    def row(self, referral: Referral) -> dict[str, Any]:
        wall = read_time(referral.received).astimezone(london()).replace(tzinfo=None)
        return {**super().row(referral), "received": wall.replace(tzinfo=london(), fold=0).isoformat()}


@wrong(catches=("N111-47",), shows_when="hours across a change of clocks")
class AddsHoursToTheWallClock(Screen):
    """Adds the hours of a disposition to the time on the wall: an hour too few in spring, one too many in autumn."""

    def urgency(self, referral: Referral) -> dict[str, Any]:
        told = super().urgency(referral)
        if told["due"] is None:
            return told
        wall = read_time(told["due"]) - timedelta(hours=told["hours"])
        due = wall.astimezone(london()) + timedelta(hours=told["hours"])
        return {**told, "due": due.isoformat(), "overdue": clock.now() > due}


@wrong(catches=("TOK-04",), shows_when="a supply in the first hour of a summer's day")
class PrintsTokensByUtcDays(TokenDesk):
    """Prints the day that it was in UTC."""

    def day(self, referral: Referral) -> date:
        return read_time(str(referral.supplies[-1]["handed_over"])).astimezone(UTC).date()


@wrong(catches=("TOK-12",), shows_when="a 29 February")
class LosesTheLeapDay(Declarations):
    """Takes nineteen from the year alone: 29 February 2009 there is not, and nobody is young enough."""

    def is_past_education(self, referral: Referral, day: date) -> bool:
        try:
            day.replace(year=day.year - 19)
        except ValueError:
            return True
        return super().is_past_education(referral, day)


@wrong(catches=("TOK-06",), shows_when="the day before a birthday on 29 February")
class LetsLeapBirthdaysFallOnThe28th(TokenNeeds):
    """Lets who was born on 29 February be older on the 28th, in every year."""

    def age(self, born: date, day: date) -> int:
        return super().age(born.replace(day=28) if (born.month, born.day) == (2, 29) else born, day)

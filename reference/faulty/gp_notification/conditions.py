"""Faults in what practices are told that show of some consultations only: by what was recorded of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from ...consultations.record import Record
from ...kit.models import Referral
from ...kit.times import london, read_time
from ...outbound.gp.email import GpEmail
from ...outbound.gp.notifier import Notifier
from ...outbound.gp.resources import GpResources, Ids
from ...outbound.gp.sections import GpSections, Reference
from ...screen import Screen
from .._wrong import wrong


@wrong(catches=("GPM-10",), shows_when="two products recommended")
class NamesTheFirstProductAlone(GpSections):
    """Names of several products that a patient was recommended the first alone in the document."""

    def of_strand(self, record: Record, ids: Ids, reference: Reference) -> list[dict[str, Any] | None]:
        kept = record if record.urgent_medicines else replace(record, items=record.items[:1])
        return super().of_strand(kept, ids, reference)


@wrong(catches=("GPM-10",), shows_when="a product recommended beside an urgent supply")
class ListsWhatWasRecommendedAsSupplied(GpResources):
    """Lists what a patient was recommended among what was handed out to them."""

    def items_of(self, record: Record) -> list[dict[str, Any]]:
        return record.items


@wrong(catches=("SUP-01",), shows_when="three items")
class ListsTwoItemsAtMost(GpResources):
    """Leaves out of the document what was supplied after the second item."""

    def items_of(self, record: Record) -> list[dict[str, Any]]:
        return super().items_of(record)[:2]


@wrong(catches=("GPM-24",), shows_when="a consultation of an earlier month")
class BeginsEncountersInThisMonth(GpResources):
    """Has a consultation that began in an earlier month begin when it was completed."""

    def encounter(self, record: Record, ids: Ids) -> dict[str, Any]:
        found = super().encounter(record, ids)
        began, ended = record.consultation["started"], record.completed
        return found if began[:7] == ended[:7] else {**found, "period": {"start": ended, "end": ended}}


@wrong(catches=("GPM-24",), shows_when="a consultation that is completed on the next day")
class BeginsEncountersOnTheDayOfCompletion(GpResources):
    """Has a consultation that was completed on the next day begin on that day."""

    def encounter(self, record: Record, ids: Ids) -> dict[str, Any]:
        found = super().encounter(record, ids)
        began, ended = record.consultation["started"], record.completed
        end = {"start": ended, "end": ended}
        return {**found, "period": end} if is_the_day_before(began, ended) else found


@wrong(catches=("GPM-42",), shows_when="a consultation between midnight and one in summer")
class DatesEncountersByUtc(GpResources):
    """Writes London's time of day with the day of UTC."""

    def encounter(self, record: Record, ids: Ids) -> dict[str, Any]:
        found, began = super().encounter(record, ids), read_time(record.consultation["started"])
        start = f"{_day(began)}T{began.astimezone(london()).isoformat()[11:]}"
        return {**found, "period": {**found["period"], "start": start}}


@wrong(catches=("GPM-42",), shows_when="a consultation at midnight")
class TakesMidnightForNoTime(GpResources):
    """Has an encounter that began at midnight begin on its day, at no time."""

    def encounter(self, record: Record, ids: Ids) -> dict[str, Any]:
        found, began = super().encounter(record, ids), read_time(record.consultation["started"])
        there = began.astimezone(london())
        day = {"start": there.date().isoformat()}
        return {**found, "period": {**found["period"], **day}} if f"{there:%H%M}" == "0000" else found


@wrong(catches=("GPM-24",), shows_when="a consultation by telephone")
class CallsEachConsultationFaceToFace(GpSections):
    """Writes into each document that the patient was seen face to face."""

    def contacts(self, record: Record) -> list[str]:
        return super().contacts(_with(record, method="face-to-face"))


@wrong(catches=("GPM-24",), shows_when="a patient of whom the practice is asked nothing, after another one")
class AsksForWhatWasAskedBefore(GpSections):
    """Asks the practice for what was asked about the patient before, where nothing is asked about this one."""

    @cached_property
    def before(self) -> list[str]:
        return []

    def plan(self, record: Record) -> list[str]:
        asked = record.consultation["actions_for_gp"]
        self.before[:] = [asked] if asked else self.before
        return super().plan(_with(record, actions_for_gp="".join(self.before)))


@wrong(
    catches=("GPM-30", "GPN-10"),
    shows_when="a practice that has to act at once, and is asked for nothing in words",
)
class RingsOnlyWhereSomethingIsAsked(Screen):
    """Tells to ring the practice only where its actions were written down."""

    def beside_notifications(self, referral: Referral) -> list[dict[str, Any]]:
        asked = (referral.consultation or {}).get("actions_for_gp")
        return super().beside_notifications(referral) if asked else []


@wrong(catches=("GPN-03",), shows_when="two products recommended")
class EmailsTheFirstProductAlone(GpEmail):
    """Names of several products that a patient was recommended the first alone in the e-mail."""

    def medicines(self, record: Record) -> str:
        return super().medicines(_recommending(record, record.recommended[:1]))


@wrong(catches=("GPN-03",), shows_when="half of a tablet")
class EmailsWholeTabletsAlone(GpEmail):
    """Cuts the quantity of a product to a whole number in the e-mail."""

    def medicines(self, record: Record) -> str:
        whole = [{**item, "quantity": int(item["quantity"])} for item in record.recommended]
        return super().medicines(_recommending(record, whole))


@wrong(catches=("GPN-12",), shows_when="a consultation between midnight and one in summer")
class EmailsTheDayOfUtc(GpEmail):
    """Writes London's time of day with the day of UTC in the e-mail."""

    def pharmacy(self, record: Record) -> str:
        began = read_time(record.consultation["started"])
        right, wrong_day = began.astimezone(london()).strftime("%d/%m/%Y"), _day(began).strftime("%d/%m/%Y")
        return super().pharmacy(record).replace(right, wrong_day)


@wrong(catches=("GPN-03",), shows_when="a consultation that is completed on the next day")
class EmailsTheNextDay(GpEmail):
    """Gives the day on which the record was completed for that of a consultation late on the day before."""

    def pharmacy(self, record: Record) -> str:
        began, ended = record.consultation["started"], record.completed
        return super().pharmacy(_with(record, started=ended) if is_the_day_before(began, ended) else record)


@wrong(catches=("GPN-03",), shows_when="a consultation of an earlier month")
class EmailsTheDayOfCompletion(GpEmail):
    """Gives the day on which the record was completed for that of a consultation in an earlier month."""

    def pharmacy(self, record: Record) -> str:
        began, ended = record.consultation["started"], record.completed
        return super().pharmacy(record if began[:7] == ended[:7] else _with(record, started=ended))


@wrong(catches=("GPM-08", "GPN-03"), shows_when="a family name that the referral spells otherwise")
class TellsOfPatientsByTheReferralsName(Notifier):
    """Tells practices of patients by the family name of the referral, whatever PDS has."""

    def record_of(self, referral: Referral) -> Record:
        return as_referred(super().record_of(referral), referral)


def as_referred(record: Record, referral: Referral) -> Record:
    """Give a record whose patient has the family name that was sent."""
    held, sent = record.patient, str(referral.content["patient"]["family"])
    named = {"family": sent, "name": str(held["name"]).replace(str(held["family"]), sent)}
    return replace(record, patient={**held, **named}) if held["family"] and sent else record


def is_the_day_before(began: str, ended: str) -> bool:
    """Whether a consultation began on the day before another moment, late."""
    first, last = (read_time(one).astimezone(london()) for one in (began, ended))
    return (last.date() - first.date()).days == 1 and first.hour == 22


def _with(record: Record, **changes: Any) -> Record:
    return replace(record, consultation={**record.consultation, **changes})


def _recommending(record: Record, products: list[dict[str, Any]]) -> Record:
    return replace(_with(record, products=products), items=[*products, *record.supplied])


def _day(began: datetime) -> date:
    return began.astimezone(UTC).date()

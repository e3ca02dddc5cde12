"""Faults in reading birth dates, times and the hours of a disposition: they show in some forms of these only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from lxml import etree

from ...inbound.itk.cda import CDA
from ...inbound.itk.intake import Intake
from ...kit.models import Referral
from ...kit.times import clock, timestamp
from ...screen import Screen
from .._wrong import wrong

_DAY = 24


@wrong(catches=("N111-38",), shows_when="a birth date that is no day")
class MovesImpossibleBirthDates(Intake):
    """Takes 30 February for 1 March, as a library does that counts days on."""

    def read(self, document: etree._Element) -> dict[str, Any]:
        for born in document.iterfind(f".//{{{CDA}}}birthTime"):
            if (born.get("value") or "").endswith("0230"):
                born.set("value", f"{(born.get('value') or '')[:4]}0301")
        return super().read(document)


@wrong(catches=("N111-20",), shows_when="a document of month 13")
class CountsOnFromMonth13(Intake):
    """Takes month 13 for January of the year after, as a library does that counts months on."""

    def read(self, document: etree._Element) -> dict[str, Any]:
        for written in document.findall(f"{{{CDA}}}effectiveTime"):
            value = written.get("value") or ""
            if value[4:6] == "13":
                written.set("value", f"{int(value[:4]) + 1}01{value[6:]}")
        return super().read(document)


@wrong(catches=("N111-34",), shows_when="a time that ends in Z")
class TakesZForSummerTime(Intake):
    """Takes a time that ends in Z for one of summer time."""

    def read(self, document: etree._Element) -> dict[str, Any]:
        for written in document.findall(f"{{{CDA}}}effectiveTime"):
            written.set("value", (written.get("value") or "").replace("Z", "+0100"))
        return super().read(document)


@wrong(catches=("N111-34",), shows_when="a time that is written as ISO 8601 has it")
class ReadsTheDayOfIsoTimes(Intake):
    """Shows of a time with hyphens its day alone."""

    def read(self, document: etree._Element) -> dict[str, Any]:
        content = super().read(document)
        written = document.find(f"{{{CDA}}}effectiveTime")
        value = (written.get("value") or "") if written is not None else ""
        return {**content, "created": content["created"][:10]} if "-" in value[:5] else content


@wrong(catches=("N111-47",), shows_when="a disposition of one hour")
class KnowsHoursInThePluralAlone(Screen):
    """Does not know a disposition's hours where it says "within 1 hour"."""

    def urgency(self, referral: Referral) -> dict[str, Any]:
        told = super().urgency(referral)
        return {"hours": None, "due": None, "overdue": False} if told["hours"] == 1 else told


@wrong(catches=("N111-47",), shows_when="a disposition that says no hours")
class GivesADayWhereNoHoursAreSaid(Screen):
    """Has a patient due a day after the report where the disposition says nothing of hours."""

    def urgency(self, referral: Referral) -> dict[str, Any]:
        told, written = super().urgency(referral), timestamp(referral.content["created"])
        if told["hours"] is not None or not written:
            return told
        due = datetime.fromtimestamp(written, UTC) + timedelta(hours=_DAY)
        return {"hours": _DAY, "due": due.isoformat(), "overdue": clock.now() > due}


@wrong(catches=("N111-47",), shows_when="a report that comes when its hours are over")
class CallsNothingOverdue(Screen):
    """Calls no referral overdue, whatever the time is."""

    def urgency(self, referral: Referral) -> dict[str, Any]:
        return {**super().urgency(referral), "overdue": False}

"""Faults in claims that show of some consultations only: by what was recorded of them, and by what MYS did first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

from ...consultations.record import Record
from ...kit.models import Claim
from ...kit.times import london, read_time
from ...outbound.claims.fhir_claim import Claims
from ...outbound.claims.submitter import ClaimSubmitter
from .._wrong import wrong


@wrong(catches=("BSA-31",), shows_when="a consultation by telephone")
class ClaimsThatAllAreSeenFaceToFace(Claims):
    """Claims for each consultation as one face to face."""

    def supporting_info(self, record: Record) -> list[dict[str, Any]]:
        return super().supporting_info(_with(record, method="face-to-face"))


@wrong(catches=("BSA-30",), shows_when="a consultation between midnight and one in summer")
class DatesAssessmentsByUtc(Claims):
    """Dates the assessment by the day of UTC."""

    def claim(self, record: Record) -> dict[str, Any]:
        began = read_time(record.consultation["started"]).astimezone(UTC)
        return super().claim(_with(record, started=f"{began.date()}T12:00:00+00:00"))


@wrong(catches=("BSA-04",), shows_when="a consultation of an earlier month")
class ClaimsForTheMonthOfCompletion(Claims):
    """Has the period of a claim begin in the month in which the consultation was completed."""

    def claim(self, record: Record) -> dict[str, Any]:
        return {**super().claim(record), "billablePeriod": {"start": f"{record.completed[:8]}01"}}


@wrong(catches=("BSA-30",), shows_when="a consultation in the last hour of a day")
class DatesAssessmentsByTheNearestHour(Claims):
    """Dates the assessment by the full hour next to it, which may be another day's."""

    def claim(self, record: Record) -> dict[str, Any]:
        return super().claim(_with(record, started=_nearest_hour(record)))


@wrong(catches=("BSA-04",), shows_when="a consultation in the last hour of a month")
class ClaimsForTheMonthOfTheNearestHour(Claims):
    """Has the period of a claim begin in the month of the full hour next to the consultation's beginning."""

    def claim(self, record: Record) -> dict[str, Any]:
        return {**super().claim(record), "billablePeriod": {"start": f"{_nearest_hour(record)[:8]}01"}}


@wrong(catches=("BSA-23",), shows_when="half of a tablet recommended")
class ClaimsWholeTabletsAlone(Claims):
    """Cuts quantities to whole numbers."""

    def claim(self, record: Record) -> dict[str, Any]:
        items = [{**item, "quantity": int(item["quantity"])} for item in record.items]
        return super().claim(replace(record, items=items))


@wrong(catches=("BSA-12",), shows_when="a claim that MYS could not take at first")
class GivesUpWhatMysCouldNotTake(ClaimSubmitter):
    """Submits a claim no more that failed once."""

    def _claim(self, record: Record) -> Claim:
        earlier = self.store.claim(record.referral)
        return earlier if earlier is not None and earlier.status == "failed" else super()._claim(record)


def _with(record: Record, **changes: Any) -> Record:
    return replace(record, consultation={**record.consultation, **changes})


def _nearest_hour(record: Record) -> str:
    """Give the full hour next to a consultation's beginning, in London."""
    later = read_time(record.consultation["started"]).astimezone(london()) + timedelta(minutes=30)
    return later.replace(minute=0, second=0).isoformat()

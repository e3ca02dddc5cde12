"""Faults in claims that show of some consultations only: by what was recorded of them, and by what MYS did first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import Any

from ...consultations.record import Record
from ...kit.models import Claim
from ...kit.times import read_time
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

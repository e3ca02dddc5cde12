"""Faults in claims that show of some consultations only: by what was recorded of them, and by what MYS did first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

from ...consultations.record import Record
from ...kit.models import Claim, Referral
from ...kit.times import london, read_time
from ...national.mys import ClaimResponse, Mys
from ...outbound.claims.fhir_claim import Claims
from ...outbound.claims.submitter import ClaimSubmitter
from .._wrong import wrong
from ..gp_notification.conditions import as_referred, is_the_day_before


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


@wrong(catches=("BSA-33",), shows_when="MYS asked too much at once")
class TakesABusyMysForARefusal(Mys):
    """Shows a claim as rejected where MYS has said that it is asked too much at once."""

    def _sent(self, method: str, address: str, body: dict[str, Any]) -> ClaimResponse:
        response = super()._sent(method, address, body)
        return replace(response, status="rejected") if "429" in response.message else response


@wrong(catches=("BSA-30",), shows_when="a consultation that is completed on the next day")
class AssessesOnTheDayOfCompletion(Claims):
    """Dates the assessment by the day of completion where that is the next one."""

    def claim(self, record: Record) -> dict[str, Any]:
        began, ended = record.consultation["started"], record.completed
        return super().claim(_with(record, started=ended) if is_the_day_before(began, ended) else record)


@wrong(catches=("BSA-31",), shows_when="a family name that the referral spells otherwise")
class ClaimsUnderTheReferralsName(ClaimSubmitter):
    """Claims for patients by the family name of the referral, whatever PDS has."""

    def record_of(self, referral: Referral) -> Record:
        return as_referred(super().record_of(referral), referral)


@wrong(catches=("BSA-16",), shows_when="a correction of a claim whose answer was lost, or that came late")
class AmendsNothingThatWasTriedTwice(ClaimSubmitter):
    """Leaves a claim as it is that MYS took only when it came again, however the record was corrected."""

    def is_settled(self, claim: Claim, referral: Referral) -> bool:
        sent = self.store.outgoing(f"claim/{referral.id}")
        again = sent is not None and sent.attempts > 1
        return (claim.status == "accepted" and again) or super().is_settled(claim, referral)


@wrong(catches=("BSA-16",), shows_when="a record that is corrected while MYS's answer is lost")
class LeavesAsItWasWhatWasCorrectedMeanwhile(ClaimSubmitter):
    """Sends a claim without an answer once more as it was, and leaves it so, though the record was corrected."""

    def _claim(self, record: Record) -> Claim:
        message = self.store.outgoing(f"claim/{record.referral}")
        return (
            super()._claim(record)
            if message is None or message.state != "waiting"
            else self._sent(message, record)
        )


@wrong(catches=("BSA-21",), shows_when="a claim taken back that MYS took only when it came again")
class WithdrawsHereAloneWhatWasTriedTwice(ClaimSubmitter):
    """Tells MYS nothing of the end of a claim that it took only when it came again."""

    def _take_back(self, claim: Claim, why: str) -> None:
        sent = self.store.outgoing(f"claim/{claim.referral}")
        if sent is None or sent.attempts < 2:
            super()._take_back(claim, why)
            return
        claim.status, claim.message = "withdrawn", why
        self.store.keep(claim)


@wrong(catches=("BSA-21",), shows_when="a claim taken back whose correction MYS did not answer")
class WithdrawsOnlyWhatIsAccepted(ClaimSubmitter):
    """Takes back only what MYS has answered last, and leaves the claim whose correction it did not answer."""

    def _take_back(self, claim: Claim, why: str) -> None:
        if claim.status == "accepted":
            super()._take_back(claim, why)


def _with(record: Record, **changes: Any) -> Record:
    return replace(record, consultation={**record.consultation, **changes})


def _nearest_hour(record: Record) -> str:
    """Give the full hour next to a consultation's beginning, in London."""
    later = read_time(record.consultation["started"]).astimezone(london()) + timedelta(minutes=30)
    return later.replace(minute=0, second=0).isoformat()

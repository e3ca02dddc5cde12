"""Faults in reckoning until when a consultation is claimed for."""

from __future__ import annotations

from datetime import date

from ...consultations.record import Record
from ...kit.times import clock
from ...national.mys import ClaimResponse
from ...outbound.claims.submitter import ClaimSubmitter
from ...outbound.claims.windows import ClaimWindows
from .._wrong import wrong


@wrong(catches=("BSA-19",), shows_when="a late claim")
class TellsNobodyOfLateClaims(ClaimWindows):
    """Shows late claims as any others."""

    def is_late(self, assessed: date, today: date) -> bool:
        return False


@wrong(catches=("BSA-19",), shows_when="the first hour of a day in summer")
class ReckonsClaimWindowsByUtc(ClaimWindows):
    """Ends the day on which claims are due at midnight in UTC, which is an hour late in summer."""

    def is_late(self, assessed: date, today: date) -> bool:
        return super().is_late(assessed, clock.now().date())


@wrong(catches=("BSA-19",), shows_when="a claim after the close")
class ShowsClaimsAfterTheCloseAsTaken(ClaimSubmitter):
    """Sends claims whenever it is, and shows each as accepted."""

    def check_window(self, record: Record) -> None:
        """Let any claim go."""

    def status(self, response: ClaimResponse) -> str:
        return "accepted"

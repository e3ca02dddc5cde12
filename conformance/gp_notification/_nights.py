"""Practices that are told in nights when a day, a month, a year or an hour turns, and refuse it or have no mailbox."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cpcs_harness.judging import EvidenceView, JourneyView, ObservationView

from ._told import Told, answered

NIGHTS = (
    "new-year",
    "claimed-in-both-years",
    "leap-day",
    "clocks-go-forward",
    "summer-month",
    "clocks-go-back",
)
REFUSED = "30002"


@dataclass(frozen=True)
class Own(Told):
    """The patient of a journey of one."""

    @property
    def issued(self) -> Mapping[str, Any]:
        """What was issued for the journey."""
        return self.journey.issued

    @property
    def asked(self) -> list[ObservationView]:
        """Every time that the practice was to be told, and something was answered; never is NotShown."""
        return self.journey.attempts("notify_gp")


def is_night(journey: JourneyView) -> bool:
    """Say whether a journey is one of a patient at night, and not of many whose practices answer."""
    return journey.id.rpartition("-")[0] in NIGHTS


def nights(evidence: EvidenceView) -> Iterator[Own]:
    """Go through the nights that were run, and in which a practice was told: no pass waits for them."""
    run = [journey for journey in evidence.each() if is_night(journey)]
    own = (Own(evidence, journey, "the patient of the night") for journey in run)
    yield from (told for told in own if told.done("notify_gp"))


def refused_at_night(evidence: EvidenceView) -> Iterator[Own]:
    """Go through those whose practices' refusals were collected."""
    return (told for told in nights(evidence) if REFUSED in answered(told))

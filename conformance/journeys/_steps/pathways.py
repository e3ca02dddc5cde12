"""The pathways that journeys run in, with the words that stand for them in the journeys' titles."""

from __future__ import annotations

from cpcs_harness.journeys.journey import JourneyPathway

MI = JourneyPathway("minor-illness", "mi", {"service": "Minor illness", "a_service": "A minor illness"})
UM = JourneyPathway(
    "urgent-medicines", "um", {"service": "Urgent medicine", "a_service": "An urgent medicine"}
)

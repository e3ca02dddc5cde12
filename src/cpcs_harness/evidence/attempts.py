"""Names of a journey's attempts: one that the harness itself kept waiting is carried out once more, with new people."""

from __future__ import annotations

_MARK = "/"


def again(journey: str) -> str:
    """Name the second attempt of a planned journey: its people, events and exchanges belong to that name."""
    return f"{journey}{_MARK}2"


def planned(journey: str) -> str:
    """Give the id of the planned journey that an attempt, first or second, is of."""
    return journey.partition(_MARK)[0]


def is_again(journey: str) -> bool:
    """Say whether it is a second attempt."""
    return _MARK in journey

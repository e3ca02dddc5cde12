"""Messages to practices about a patient, and what in them would tell where the patient is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpcs_harness.judging import ExchangeView, JourneyView

from .._shared.outbound import holding, outbound, searchable

__all__ = ["holding", "outbound", "places", "reports", "searchable"]

REPORTS = (("mesh", "send_message"), ("nhsmail", "submit"))
"""How a practice is told."""


def reports(journey: JourneyView, after: int = 0) -> list[ExchangeView]:
    """Give the messages that tell a practice of a consultation."""
    return [call for call in outbound(journey, after) if (call.service, call.operation) in REPORTS]


def places(person: Mapping[str, Any]) -> list[str]:
    """Give what tells where a patient is, and what no other patient of the run has."""
    practice = person["practice"]
    return [
        person["postcode"],
        person["home_telephone"].removeprefix("0"),  # from abroad it is dialled without
        practice["ods"],
        practice["email"],
        practice["mailbox"],
    ]

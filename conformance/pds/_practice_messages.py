"""Messages to practices about a patient, and what in them would tell where the patient is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any

from cpcs_harness.judging import ExchangeView, JourneyView

from .._shared.mails import recipients
from .._shared.outbound import holding, outbound, searchable

__all__ = ["holding", "outbound", "places", "reports", "searchable"]

REPORTS = (("mesh", "send_message"), ("nhsmail", "submit"))
"""How a practice is told."""
PHARMACY = "cpcs-provider"


def reports(journey: JourneyView, after: int = 0) -> list[ExchangeView]:
    """Give the messages that tell a practice of a consultation: what goes to pharmacies alone is none."""
    sent = [call for call in outbound(journey, after) if (call.service, call.operation) in REPORTS]
    pharmacies = set(_pharmacies(journey))
    return [call for call in sent if not pharmacies or _goes_beyond(pharmacies, call)]


def _goes_beyond(pharmacies: Set[str], call: ExchangeView) -> bool:
    return call.service != "nhsmail" or bool(set(recipients(call)) - pharmacies)


def _pharmacies(journey: JourneyView) -> Iterator[str]:
    """Give the addresses of pharmacies that the directory was loaded with."""
    for seen in journey.seen:
        if seen.action == "load_directory":
            entries = seen.given.get("entries") or ()
            yield from (str(entry["email"]).lower() for entry in entries if entry["kind"] == PHARMACY)


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

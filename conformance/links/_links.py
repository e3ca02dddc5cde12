"""Links that the candidate showed, and the hosts that they may lead to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import unquote, urlsplit

from cpcs_harness.judging import JourneyView, NotMet, NotShown, ObservationView, expect

from .._shared.text import letters_and_digits


@dataclass(frozen=True)
class Official:
    """A host that a national service is, or was, reached by."""

    host: str
    path: str
    since: date
    source: str


EPS_TRACKER = (
    Official(
        "portal2.national.ncrs.nhs.uk",
        "/prescriptionsadmin",
        date(2017, 9, 1),
        "digital.nhs.uk, tracker guide",
    ),
    Official(
        "portal.spineservices.nhs.uk", "/", date(2023, 10, 31), "Spine portal, from which it is opened now"
    ),
)
CKS = (Official("cks.nice.org.uk", "/", date(2020, 8, 1), "NICE Clinical Knowledge Summaries"),)
SCR = (
    Official("portal.spineservices.nhs.uk", "/", date(2021, 1, 1), "National Care Records Service"),
    Official("portal2.national.ncrs.nhs.uk", "/summarycarerecord", date(2017, 9, 1), "SCRa, ended in 2024"),
)


def links_of(journey: JourneyView, action: str) -> tuple[ObservationView, list[str]]:
    """Give the addresses that an action showed; it must have shown one."""
    seen = journey.observation(action)
    found = [str(link.get("address", "")) for link in seen.shown.get("links") or [] if isinstance(link, dict)]
    expect(bool(found), "a link", "none", seen)
    return seen, found


def expect_official(address: str, officials: tuple[Official, ...], seen: ObservationView) -> None:
    """Raise NotMet unless an address is https and leads to an official host."""
    try:
        parts = urlsplit(address)
        plain = parts.username is None and parts.port in (None, 443)
    except ValueError as broken:
        raise NotMet(
            "a web address", f"{address!r}: {broken}", at=seen.where, exchanges=[seen.id]
        ) from broken
    due = " or ".join(f"https://{official.host}{official.path}" for official in officials)
    reached = any(
        parts.hostname == official.host and (parts.path or "/").startswith(official.path)
        for official in officials
    )
    expect(parts.scheme == "https" and plain and reached, f"a link to {due}…", address, seen)


def patient_words(journey: JourneyView, address: str) -> list[str]:
    """Give what an address says of the journey's patient, in whatever writing."""
    return words_in(journey.person, address)


def words_in(person: Mapping[str, Any], address: str) -> list[str]:
    """Give what an address says of a patient, in whatever writing."""
    words = [
        person["nhs_number"],
        person["family"],
        person["birth_date"],
        person["postcode"],
        person["callback"],
    ]
    said = letters_and_digits(unquote(address))
    return [word for word in words if letters_and_digits(word) in said]


RETIRED = "portal2.national.ncrs.nhs.uk"
"""Host of SCRa, which ended in 2024."""
NCRS = "https://portal.spineservices.nhs.uk/nationalcarerecordsservice/"


def ways(journey: JourneyView, way: str) -> list[ObservationView]:
    """Give each time that the record was gone to by a way; none is NotShown."""
    found = [
        seen for seen in journey.observations("view_summary_care_record") if seen.given.get("through") == way
    ]
    if not found:
        raise NotShown(f"journey {journey.id}: nobody went to a Summary Care Record by {way}")
    return found


def addresses_of(seen: ObservationView) -> list[str]:
    """Give the addresses that an action showed; there may be none."""
    return [
        str(link.get("address") or "") for link in seen.shown.get("links") or [] if isinstance(link, dict)
    ]


def host_of(address: str) -> str:
    """Give an address's host; empty where there is none to be read."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def people(journey: JourneyView) -> list[Mapping[str, Any]]:
    """Give every patient of a journey."""
    return [journey.person, *(patient["person"] for patient in journey.also.values())]


def person_about(journey: JourneyView, seen: ObservationView) -> Mapping[str, Any]:
    """Give the patient whose referral an action was about."""
    issued = [journey.issued, *journey.also.values()]
    found = next((patient for patient in issued if patient["report"]["document_id"] == seen.about), None)
    if found is None:
        raise NotShown(f"{seen.where} is about no patient of the journey")
    return found["person"]

"""Links that the candidate showed, and what they say of a patient."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from cpcs_harness.judging import JourneyView, NotShown, ObservationView, expect
from cpcs_harness.judging.in_words import Words

from .._shared.text import letters_and_digits


def links_of(journey: JourneyView, action: str) -> tuple[ObservationView, list[str]]:
    """Give the addresses that an action showed; it must have shown one."""
    seen = journey.observation(action)
    found = [str(link.get("address", "")) for link in seen.shown.get("links") or [] if isinstance(link, dict)]
    expect(bool(found), "a link", Words("none"), seen)
    return seen, found


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
    return said_in(words, address)


def said_in(words: Iterable[str], address: str) -> list[str]:
    """Give those words that an address says, in whatever writing."""
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

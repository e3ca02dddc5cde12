"""Links as the candidate showed them, and the hosts that they may lead to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote, urlsplit

from cpcs_harness.judging import JourneyView, NotMet, ObservationView, expect


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
    found = [str(link.get("address", "")) for link in seen.shown.get("links", []) if isinstance(link, dict)]
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
    due = " or ".join(f"https://{one.host}{one.path}" for one in officials)
    reached = any(
        parts.hostname == one.host and (parts.path or "/").startswith(one.path) for one in officials
    )
    expect(parts.scheme == "https" and plain and reached, f"a link to {due}…", address, seen)


def patient_words(journey: JourneyView, address: str) -> list[str]:
    """Give what an address says of the patient, in whatever writing."""
    person = journey.person
    words = [
        person["nhs_number"],
        person["family"],
        person["birth_date"],
        person["postcode"],
        person["callback"],
    ]
    said = "".join(character for character in unquote(address).casefold() if character.isalnum())
    return [word for word in words if "".join(c for c in word.casefold() if c.isalnum()) in said]

"""A service as the directory lists it: in a search, and with more detail when it is looked up.

Source: UEC DoS REST API v1.0, response of byServiceType, byOdsCode and byServiceId (interface sheet
dos-eps-rtec-scr-dmd, section 2).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from pydantic_core import from_json, to_json

from cpcs_harness.people.model import Practice, Premises

from .endpoints import as_answered, of_pharmacy, of_practice
from .opening import opening_times

PRACTICES = "100"
TYPE_NAMES = {
    "13": "Pharmacy",
    "131": "Pharmacy Urgent Medicines Supply",
    "132": "Pharmacy Enhanced",
    PRACTICES: "GP Practice",
}
RAG = {
    "green": ("Green", "High", "#00FF00"),
    "amber": ("Amber", "Low", "#FFBF00"),
    "red": ("Red", "None", "#FF0000"),
    "unset": ("", "", ""),
}
PRACTICE_MILES = 1.5
OWN_CODE = 5
"""Characters of a pharmacy's own ODS code."""
CLINICIANS_ONLY = "Clinicians may ring the dispensary line about stock before they refer."

Service = dict[str, Any]


@lru_cache(4096)
def as_held(place: Practice | Premises) -> dict[str, Any]:
    """Bring a practice, or the candidate's own premises, into the form that the fixtures have; not to be altered."""
    is_practice = isinstance(place, Practice)
    return {
        "service_id": practice_id(place) if isinstance(place, Practice) else place.dos_service_id,
        "ods": place.ods,
        "name": place.name if is_practice else f"CPCS: {place.name}",
        "public_name": place.name,
        "address": place.address,
        "postcode": place.postcode,
        "public": place.telephone,
        "email": place.email,
        "miles": PRACTICE_MILES if is_practice else 0.0,
        "types": [PRACTICES] if is_practice else ["131"],
        "rag": "green",
        "hours": "by-day",
        "endpoints": of_practice(place.email, place.ods) if is_practice else of_pharmacy(place.ods),
    }


def listed(held: Mapping[str, Any], kind: str, non_public: str, minute: datetime) -> Service:
    """Give a service as a search lists it, under the type that was asked for; not to be altered.

    A service may be held with oddities that captures of the real directory have: numbers where others have texts
    (`numbers`), and members that nobody described (`more`); or no public name at all, as answers had before 2021.
    """
    return _listed(to_json(held), kind, non_public, minute)


@lru_cache(1024)
def written(held: bytes, kind: str, non_public: str, minute: datetime) -> bytes:
    """Write a service, given as JSON, as a search answers: an address for e-mail is left out of those on purpose."""
    service = _listed(held, kind, non_public, minute)
    return to_json({key: value for key, value in service.items() if key != "email"})


@lru_cache(1024)
def _listed(written_held: bytes, kind: str, non_public: str, minute: datetime) -> Service:
    """List a service that was listed before, at the same minute, as it was then: to place its hours takes longest."""
    held: Mapping[str, Any] = from_json(written_held)
    colour, human, code = RAG[held["rag"]]
    written = int if held.get("numbers") else str
    named = {} if held["public_name"] is None else {"publicName": held["public_name"]}
    return {
        "id": held["service_id"],
        "name": held["name"],
        **named,
        "type": {"id": written(kind), "name": TYPE_NAMES[kind]},
        "odsCode": held["ods"],
        "address": list(held["address"]),
        "postcode": held["postcode"],
        "easting": written(430000),
        "northing": written(433000),
        "phone": {"public": held["public"], "nonPublic": non_public, "fax": ""},
        "web": "",
        "openingTimes": opening_times(held, minute),
        "referralInstructions": {
            "callHandler": "Ask the patient to telephone first.",
            "other": held.get("other", CLINICIANS_ONLY),
        },
        "professionalReferralInfo": "",
        "capacity": {"status": {"rag": colour, "human": human, "hex": code}},
        "endpoints": as_answered(held["endpoints"] if "endpoints" in held else of_pharmacy(held["ods"])),
        "patientDistance": distance_of(held),
        "email": held.get("email", ""),
        **held.get("more", {}),
    }


def distance_of(held: Mapping[str, Any]) -> str:
    """Give the miles to a service, as a search writes them."""
    return f"{held['miles']:.1f}"


def practice_id(practice: Practice) -> str:
    """Give the id of a practice's service: its ODS code in digits."""
    return f"21{practice.ods[1:]}"


def codes_of(held: Mapping[str, Any]) -> set[str]:
    """Give the codes that a service is known by: as it is held, and a pharmacy's own, without a suffix."""
    code = str(held["ods"]).strip().upper()
    return {code} if PRACTICES in held["types"] else {code, code[:OWN_CODE]}


def detailed(service: Service) -> Service:
    """Give a listed service as the two look-ups show it: numbers as numbers, no distance, and more of the place."""
    kind = service["type"]
    return {
        **{key: value for key, value in service.items() if key != "patientDistance"},
        "type": {"id": int(kind["id"]), "name": kind["name"]},
        "easting": int(service["easting"]),
        "northing": int(service["northing"]),
        "isNational": None,
        "town": service["address"][-2] if len(service["address"]) > 1 else "",
        "country": "England",
        "updated": {"date": "01/04/2021", "time": "09:00", "by": "mock"},
    }

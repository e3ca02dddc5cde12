"""The rules of a PDS search: which are refused, and who matches.

Source: Personal Demographics Service FHIR API, search (interface sheet pds-smsp-auth, section 5).
Left out: homophones, transposed names and historic data, which `_fuzzy-match` and `_history` ask for.
"""

from __future__ import annotations

import re

from starlette.responses import Response

from cpcs_harness.mockkit import Call
from cpcs_harness.session.model import Person

from .pds_outcomes import ADDITIONAL, BAD_SEARCH, BAD_VALUE, MISSING, NO_SERVICE, outcome

PARAMETERS = frozenset(
    {
        "family",
        "given",
        "birthdate",
        "gender",
        "death-date",
        "address-postalcode",
        "address-postcode",
        "general-practitioner",
        "email",
        "phone",
        "_fuzzy-match",
        "_exact-match",
        "_history",
        "_max-results",
    }
)
GENDERS = ("male", "female", "other", "unknown")
_DATE = re.compile(r"(eq|ge|le)?(\d{4}-\d{2}-\d{2})")


def search_refusal(call: Call) -> Response | None:
    """Refuse a search as PDS does, in its order; None for one that it would run."""
    given = call.request.query_params
    unknown = sorted(set(given) - PARAMETERS)
    if unknown:
        named = ", ".join(f"'{name}'" for name in unknown)
        told = f"({named} {'was' if len(unknown) == 1 else 'were'} unexpected)"
        return outcome(call, ADDITIONAL, f"Additional properties should not be included - {told}")
    if not set(given) - {"_max-results"}:
        return outcome(call, NO_SERVICE)
    if "birthdate" not in given:
        fields = "birth_date/birth_date_range_start/birth_date_range_end"
        return outcome(call, MISSING, f"Missing value - '{fields}'")
    wrong = _wrong_value(call)
    if wrong:
        return outcome(call, BAD_VALUE, wrong)
    reason = _bad_search(call)
    return outcome(call, BAD_SEARCH, f"Invalid search data provided - '{reason}'") if reason else None


def _bad_search(call: Call) -> str:
    given = call.request.query_params
    if not given.get("family"):
        return "the criteria are fewer than a search needs"
    if {"address-postalcode", "address-postcode"} <= set(given):
        return "only one of the postcode parameters may be given"
    with_wildcards = ("family", "given", "address-postalcode", "address-postcode")
    if any("*" in value[:2] for name in with_wildcards for value in given.getlist(name)):
        return "a wildcard stands among the first two characters"
    return ""


def _wrong_value(call: Call) -> str:
    given = call.request.query_params
    for name in ("birthdate", "death-date"):
        for value in given.getlist(name):
            if not _DATE.fullmatch(value):
                return f"Invalid value - '{value}' in field '{name}'"
    gender = given.get("gender", "unknown")
    return "" if gender in GENDERS else f"Invalid value - '{gender}' in field 'gender'"


def matches(call: Call, person: Person) -> bool:
    """Say whether a person is one whom a search asks for."""
    given = call.request.query_params
    postcode = given.get("address-postalcode") or given.get("address-postcode")
    born = person.birth_date.isoformat()
    checks = [
        _like(given.get("family", ""), person.family),
        all(_like(name, person.given) for name in given.getlist("given")),
        all(_in_range(value, born) for value in given.getlist("birthdate")),
        given.get("gender", person.gender) == person.gender,
        postcode is None or _like(postcode.replace(" ", ""), person.postcode.replace(" ", "")),
        given.get("general-practitioner", person.practice.ods) == person.practice.ods,
        given.get("phone", person.home_telephone).replace(" ", "") == person.home_telephone.replace(" ", ""),
        not {"death-date", "email"} & set(given),  # nobody issued has died, or has an e-mail address
    ]
    return all(checks)


def _like(wanted: str, held: str) -> bool:
    pattern = ".*".join(re.escape(part) for part in wanted.casefold().split("*"))
    return re.fullmatch(pattern, held.casefold()) is not None


def _in_range(wanted: str, held: str) -> bool:
    found = _DATE.fullmatch(wanted)
    if found is None:
        return False
    prefix, day = found.groups()
    return {"ge": held >= day, "le": held <= day}.get(prefix or "eq", held == day)

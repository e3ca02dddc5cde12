"""The rules of a PDS search: what is asked for, and which searches are refused.

Source: Personal Demographics Service FHIR API, search (interface sheet pds-smsp-auth, sections 5 and 6).
Left out: `managing-organization`, which is for internal use, and is refused as unknown, which is inferred.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from starlette.datastructures import QueryParams
from starlette.responses import Response

from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.mockkit import Call

from .outcomes import ADDITIONAL, BAD_SEARCH, BAD_VALUE, MISSING, NO_SERVICE, outcome

MOST = {
    "family": 1,
    "given": 100,  # nothing public limits it: our own bound
    "birthdate": 2,
    "gender": 1,
    "death-date": 2,
    "address-postalcode": 1,
    "address-postcode": 1,
    "general-practitioner": 1,
    "email": 1,
    "phone": 1,
    "_fuzzy-match": 1,
    "_exact-match": 1,
    "_history": 1,
    "_max-results": 1,
}
"""How often each parameter may be given."""
GENDERS = ("male", "female", "other", "unknown")
DATES = ("birthdate", "death-date")
SWITCHES = ("_fuzzy-match", "_exact-match", "_history")
WITH_WILDCARDS = ("family", "given", "address-postalcode", "address-postcode")
TOLD_WRONG = (*DATES, "gender")
"""Parameters of which it is published how a wrong value is refused; of the others, only what values they take."""
INTERNAL = "managing-organization"
"""For internal use: nobody says what becomes of it where somebody else sends it."""
LONGEST_NAME = 35
BIRTH_DATES = "birth_date/birth_date_range_start/birth_date_range_end"
TOO_FEW = "No searches were performed as the search criteria did not meet the minimum requirements"
_DATE = re.compile(r"(eq|ge|le)?(\d{4}-\d{2}-\d{2})", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """What one search asks for; what it leaves open is empty."""

    family: str
    given: tuple[str, ...]
    born: tuple[tuple[str, str], ...]
    """Comparisons with a date: eq, ge or le, and YYYY-MM-DD."""
    died: tuple[tuple[str, str], ...]
    gender: str
    postcode: str
    practice: str
    email: str
    phone: str
    fuzzy: bool
    exact: bool
    history: bool

    @classmethod
    def by(cls, given: QueryParams) -> Asked:
        """Read a search that was not refused."""
        fuzzy = _is_on(given, "_fuzzy-match")
        return cls(
            family=given.get("family", ""),
            given=tuple(given.getlist("given")),
            born=_comparisons(given, "birthdate"),
            died=_comparisons(given, "death-date"),
            gender=given.get("gender", ""),
            postcode=given.get("address-postalcode", "") or given.get("address-postcode", ""),
            practice=given.get("general-practitioner", ""),
            email=given.get("email", ""),
            phone=given.get("phone", ""),
            fuzzy=fuzzy,
            exact=_is_on(given, "_exact-match"),
            history=fuzzy or _is_on(given, "_history"),
        )


def search_refusal(call: Call) -> Response | None:
    """Refuse a search as PDS does, in its order; None for one that it would run."""
    given = call.request.query_params
    unknown = sorted(set(given) - set(MOST))
    if unknown:
        named = ", ".join(f"'{name}'" for name in unknown)
        verb = "was" if len(unknown) == 1 else "were"
        problem = (
            f"Invalid request with error - Additional properties are not allowed ({named} {verb} unexpected)"
        )
        if unknown == [INTERNAL]:
            call.certainty = Certainty.INFERRED
        return outcome(call, ADDITIONAL, problem)
    if not set(given) - {"_max-results"}:
        return outcome(call, NO_SERVICE)
    refused = _wrong_value(call, given, DATES)  # looked at first, whatever is missing
    if refused is None and "birthdate" not in given:
        refused = outcome(call, MISSING, f"Missing value - '{BIRTH_DATES}'")
    return refused or _wrong_value(call, given, MOST) or _bad_search(call, given)


def _wrong_value(call: Call, given: QueryParams, among: Collection[str]) -> Response | None:
    for name, value in given.multi_items():
        if name in among and not _is_value(name, value):
            if name not in TOLD_WRONG:
                call.certainty = Certainty.INFERRED
            return outcome(call, BAD_VALUE, f"Invalid value - '{value}' in field '{name}'")
    return None


def _is_value(name: str, value: str) -> bool:
    if name in DATES:
        return _comparison(value) is not None
    if name in SWITCHES:
        return value.lower() in ("true", "false")
    if name == "_max-results":
        return re.fullmatch(r"[1-9]|[1-4][0-9]|50", value) is not None
    return value in GENDERS if name == "gender" else len(value) <= LONGEST_NAME or name not in WITH_WILDCARDS


def _bad_search(call: Call, given: QueryParams) -> Response | None:
    if {"address-postalcode", "address-postcode"} <= set(given):
        return _refused(call, "only one of the postcode parameters may be given")
    open_ended = [value for name in WITH_WILDCARDS for value in given.getlist(name) if "*" in value]
    if _is_on(given, "_fuzzy-match"):
        if open_ended or not _is_enough_for_fuzzy(given):
            return _refused(call, TOO_FEW)
    elif not given.get("family"):
        return _refused(call, TOO_FEW)
    if any("*" in value[:2] for value in open_ended):
        call.certainty = Certainty.INFERRED  # the rule is published, and not how it is refused
        return _refused(call, "a wildcard stands among the first two characters")
    reason = _repeated(given)
    if reason:
        call.certainty = Certainty.MODELLED  # how often each may be given is published, the refusal is not
    return _refused(call, reason) if reason else None


def _is_enough_for_fuzzy(given: QueryParams) -> bool:
    there = {name for name in given if given.get(name)}
    postcode = there & {"address-postalcode", "address-postcode"}
    if {"given", "family"} <= there:
        return True
    return "gender" in there and bool(postcode) and bool(there & {"given", "family"})


def _repeated(given: QueryParams) -> str:
    for name in given:
        if len(given.getlist(name)) > MOST[name]:
            return f"{name} may be given {MOST[name]} times at most"
    for name in DATES:
        signs = sorted(sign for sign, _ in _comparisons(given, name))
        if len(signs) == 2 and signs != ["ge", "le"]:
            return f"a range of {name} has one ge and one le"
    return ""


def _refused(call: Call, reason: str) -> Response:
    return outcome(call, BAD_SEARCH, f"Invalid search data provided - '{reason}'")


def _comparisons(given: QueryParams, name: str) -> tuple[tuple[str, str], ...]:
    return tuple(found for value in given.getlist(name) if (found := _comparison(value)) is not None)


def _comparison(value: str) -> tuple[str, str] | None:
    found = _DATE.fullmatch(value)
    if found is None:
        return None
    try:
        date.fromisoformat(found[2])
    except ValueError:
        return None
    return found[1] or "eq", found[2]


def _is_on(given: QueryParams, name: str) -> bool:
    return given.get(name, "").lower() == "true"

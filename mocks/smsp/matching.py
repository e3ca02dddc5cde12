"""Whom a mini service finds, and which of its response codes that is.

Source: SMSP Response Codes v1.0, and PDS Spine Mini Service Provider Requirements v1.0, error mapping (interface sheet
pds-smsp-auth, section 12). Which answer a record in some state gets is written down; how a number that has been
replaced is distinguished from one whose birth date differs, and what becomes of records that may not be seen, is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.people.demographics import Demographics, HeldName

from .request import Query

SUCCESS, NO_MATCH, SEVERAL, REPLACED = "SMSP-0000", "DEMOG-0001", "DEMOG-0007", "DEMOG-0017"
INVALIDATED, NOT_VERIFIED = "DEMOG-0022", "DEMOG-0040"
GENDERS = {"male": "1", "female": "2", "other": "9", "unknown": "0"}
_PAST = ("old", "maiden")


@dataclass(frozen=True)
class Finding:
    """What is answered: a code, and whom it is about where it is about somebody."""

    code: str
    record: Demographics | None = None
    agrees: bool = True
    """Whether what was asked agrees with the record: what verifyNHSNumber answers."""
    certainty: Certainty = Certainty.PUBLISHED


Records = Mapping[str, Demographics]


def find(records: Records, query: Query) -> Finding:
    """Look up by number where one is given, else by details; only ever one patient is found."""
    return _by_number(records, query) if query.number else _by_details(records, query)


def _by_number(records: Records, query: Query) -> Finding:
    asked = records.get(query.number)
    if asked is None or not asked.known:
        return Finding(NO_MATCH)
    held = _current(records, asked)
    if held is None or held.security == "REDACTED":
        return Finding(INVALIDATED)
    if not _agrees(held, query):
        if query.service == "verifyNHSNumber":  # its response has a place for the answer no
            return Finding(SUCCESS, asked, agrees=False, certainty=Certainty.INFERRED)
        return Finding(NOT_VERIFIED)
    if held is not asked:
        return Finding(REPLACED, held, agrees=False, certainty=Certainty.INFERRED)
    return Finding(SUCCESS, held)


def _current(records: Records, asked: Demographics) -> Demographics | None:
    """Follow replaced numbers to the one that is in use; None where it is not held, or they go in a circle."""
    seen, held = {asked.nhs_number}, asked
    while held.replaced_by:
        following = records.get(held.replaced_by)
        if following is None or following.nhs_number in seen:
            return None
        seen.add(following.nhs_number)
        held = following
    return held


def _by_details(records: Records, query: Query) -> Finding:
    held = list(records.values())
    found = [record for record in held if _may_be_found(record, query) and _agrees(record, query)]
    if len(found) > 1:
        return Finding(SEVERAL)
    return Finding(SUCCESS, found[0]) if found else Finding(NO_MATCH)


def _may_be_found(held: Demographics, query: Query) -> bool:
    """A record that is not to be located is not found by where its patient lives."""
    if not held.known or held.replaced_by or held.security in ("REDACTED", "V"):
        return False
    return not (held.security == "R" and query.postcode)


def _agrees(held: Demographics, query: Query) -> bool:
    born = held.birth_date.replace("-", "")
    if not born or not query.birth_date.startswith(born):  # what is not known of it is not held against it
        return False
    if query.gender and GENDERS.get(held.gender, query.gender) != query.gender:
        return False
    names = [name for name in held.names if name.use not in _PAST]
    if (query.family or query.given) and not any(_is_named(name, query) for name in names):
        return False
    postcodes = [home.postcode.replace(" ", "") for home in held.addresses]
    wanted = query.postcode.replace(" ", "")
    return not query.postcode or any(_like(wanted, postcode) for postcode in postcodes)


def _is_named(name: HeldName, query: Query) -> bool:
    first = name.given[0] if name.given else ""
    family = not query.family or _like(query.family, name.family)
    return family and (not query.given or _like(query.given, first))


def _like(wanted: str, held: str) -> bool:
    """Compare without case; each asterisk stands for any letters."""
    first, *rest = wanted.casefold().split("*")
    held = held.casefold()
    if not rest or not held.startswith(first):
        return not rest and held == first
    *inner, last = rest
    place = len(first)
    for part in inner:
        found = held.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return held[place:].endswith(last)

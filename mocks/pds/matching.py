"""Who matches a PDS search, and how well.

Source: Personal Demographics Service FHIR API, search and record states (interface sheet pds-smsp-auth, sections 4
and 5). Scores below 1, and all of what a fuzzy search finds, are our own model, and called so in the evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.mockkit import Call
from cpcs_harness.people.demographics import Demographics, HeldAddress, HeldName, HeldPeriod, HeldTelecom

from .names import fuzzy_likeness, likeness, one_name
from .record import SEARCHED_NAMES, current
from .sandbox import sandbox
from .search import Asked

Match = tuple[Demographics, float]
"""A record that matches, and its score: 1 for an exact match, less for any other."""
FORMER = 0.95
"""What a match with former data counts for: the data that is given back is not the data that matched."""
ELSEWHERE = 0.9
"""What a fuzzy match counts for where the practice, the date of death or the postcode is another."""


def found(call: Call, records: Mapping[str, Demographics], today: str) -> list[Match]:
    """Give those who match, the best first."""
    asked = Asked.by(call.request.query_params)
    scores: dict[str, float] = {}
    for record in records.values():
        if not _is_so_born(asked, record):
            continue
        given_back = in_force(records, record.nhs_number)
        score = _score(asked, record, today) if given_back and _may_be_given(asked, given_back) else 0.0
        if given_back and score > (0.9999 if asked.exact else 0.0):
            scores[given_back.nhs_number] = max(score, scores.get(given_back.nhs_number, 0.0))
    if asked.fuzzy or any(score < 1 for score in scores.values()):
        call.certainty = Certainty.MODELLED
    return _ordered(records, scores)


def found_in_sandbox(call: Call, today: str) -> list[Match]:
    """Give those of the published sandbox's patients who match; of some searches it is published whom they find."""
    records = sandbox().ways["search"]
    known = sandbox().known_search(call.request.query_params)
    if known is None:
        return found(call, records, today)
    call.certainty = Certainty.PUBLISHED
    return _ordered(records, known)


def in_force(records: Mapping[str, Demographics], number: str) -> Demographics | None:
    """Follow a number from record to record that replaced it; a ring of them leads nowhere."""
    seen: set[str] = set()
    record = records.get(number)
    while record is not None and record.replaced_by:
        seen.add(record.nhs_number)
        record = records.get(record.replaced_by)
        if record is not None and record.nhs_number in seen:
            return None
    return record


def _may_be_given(asked: Asked, record: Demographics) -> bool:
    """Say whether a record's state lets it be found: nobody finds a restricted patient by where they are."""
    if record.security == "R":
        return not (asked.postcode or asked.practice)
    return record.security == "U"  # that a very restricted record is never found is modelled


def _ordered(records: Mapping[str, Demographics], scores: Mapping[str, float]) -> list[Match]:
    ordered = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return [(records[number], score) for number, score in ordered]


def _is_so_born(asked: Asked, record: Demographics) -> bool:
    """Say whether gender and date of birth are as asked for: it takes least, and few records are left."""
    if asked.gender and asked.gender != record.gender:
        return False
    return _compares(asked.born, record.birth_date)


def _score(asked: Asked, record: Demographics, today: str) -> float:
    """Score a record whose gender and date of birth are as asked for."""
    if not (_has_telecom(asked, record, today, "email") and _has_telecom(asked, record, today, "phone")):
        return 0.0
    aside = [_has_died(asked, record), _has_practice(asked, record, today), _lives_at(asked, record, today)]
    if asked.fuzzy:  # these alter nothing but the score
        aside = [score or ELSEWHERE for score in aside]
    named = _is_named(asked, record, today)
    return round(min(aside) * named, 4)


def _is_named(asked: Asked, record: Demographics, today: str) -> float:
    compare = fuzzy_likeness if asked.fuzzy else likeness
    present = [name for name in current(record, record.names, today) if name.use in SEARCHED_NAMES]
    former = [name for name in record.names if name not in present] if asked.history else []

    def best(names: Iterable[HeldName]) -> float:
        alike = (compare(asked.family, asked.given, name.family, name.given) for name in names)
        return max(alike, default=0.0)

    return max(best(present), best(former) * FORMER)


def _lives_at(asked: Asked, record: Demographics, today: str) -> float:
    """Compare the postcode with those of all addresses that are known."""
    if not asked.postcode:
        return 1.0
    present = current(record, record.addresses, today)
    former = [address for address in record.addresses if address not in present] if asked.history else []

    def best(addresses: Iterable[HeldAddress]) -> float:
        wanted = asked.postcode.replace(" ", "")
        alike = (one_name(wanted, address.postcode.replace(" ", "")) for address in addresses)
        return max(alike, default=0.0)

    return max(best(present), best(former) * FORMER)


def _has_practice(asked: Asked, record: Demographics, today: str) -> float:
    if not asked.practice:
        return 1.0
    lasted = [HeldPeriod(record.practice_start, record.practice_end)]
    present = asked.history or current(record, lasted, today)
    return 1.0 if present and asked.practice.upper() == record.practice.upper() else 0.0


def _has_died(asked: Asked, record: Demographics) -> float:
    return float(_compares(asked.died, record.deceased[:10]))


def _has_telecom(asked: Asked, record: Demographics, today: str, system: str) -> bool:
    wanted = asked.email if system == "email" else asked.phone
    known = record.telecoms if asked.history else current(record, record.telecoms, today)
    return not wanted or any(_is_same_telecom(wanted, held, system) for held in known)


def _is_same_telecom(wanted: str, held: HeldTelecom, system: str) -> bool:
    if held.system != system:
        return False
    if system == "email":
        return wanted.casefold() == held.value.casefold()
    return _number(wanted) == _number(held.value)


def _number(written: str) -> str:
    """Give a telephone number as it is dialled in the country."""
    return re.sub(r"^(\+|00)44", "0", re.sub(r"[^0-9+]", "", written))


def _compares(comparisons: Sequence[tuple[str, str]], held: str) -> bool:
    """Compare a date with all, by as much of it as is held; what is not held is not what was asked for."""
    for sign, whole in comparisons:
        day = whole[: len(held)]
        fits = held >= day if sign == "ge" else held <= day if sign == "le" else held == day
        if not (held and fits):
            return False
    return True

"""Each value that a FHIR message gives of a person or an organisation, whole, against what was adopted or provisioned.

What is left out says nothing here. A name or an address of another use is another thing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cpcs_harness.judging.expect import Place, expect_none
from cpcs_harness.judging.in_words import Words, in_words

from .facts.coded import Held, objects
from .facts.told import TELEPHONE
from .text import letters_and_digits, plain_address, plain_name, plain_postcode

TODO = "Write each value whole, from the adopted record, the directory or provision.json, or leave it out."
Facts = Mapping[str, Any]
Texts = Sequence[str]


@dataclass(frozen=True)
class Party:
    """Somebody who may stand in a message: as which resource, under which identifier, and what is known of them."""

    kind: str
    identifier: str
    facts: Facts

    def is_in(self, held: Held) -> bool:
        """Say whether a resource is about this party; a patient's may have no number beside it."""
        told = {text for one in _dicts(held, "identifier") for text in _texts(one, "value")}
        return self.identifier in told or (self.kind == "Patient" and not told)


@dataclass(frozen=True)
class _Value:
    """One value of a resource: of what, where it stands, for which uses, and how it is compared with which fact."""

    kind: str
    outer: str
    """The name of what holds it; empty where that is the resource itself."""
    members: tuple[str, ...]
    fact: str
    same: Callable[[Texts, Texts], bool]
    uses: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Where it stands, as a finding says it."""
        return ".".join(filter(None, (self.kind, self.outer, self.members[0])))


def _as_name(told: Texts, due: Texts) -> bool:
    return plain_name(" ".join(told)) == plain_name(" ".join(due))


def _as_title(told: Texts, due: Texts) -> bool:
    """A stop may stand behind it."""
    return letters_and_digits(" ".join(told)) == letters_and_digits(" ".join(due))


def _as_address(told: Texts, due: Texts) -> bool:
    return plain_address(told) == plain_address(due)


def _as_postcode(told: Texts, due: Texts) -> bool:
    return list(map(plain_postcode, told)) == list(map(plain_postcode, due))


def _as_telephone(told: Texts, due: Texts) -> bool:
    known = {letters_and_digits(number)[-TELEPHONE:] for number in due}
    return {letters_and_digits(number)[-TELEPHONE:] for number in told} <= known


def _has_name(told: Texts, due: Texts) -> bool:
    """Titles, initials and letters may stand beside it."""
    return plain_name(" ".join(due)) in plain_name(" ".join(told))


def _exactly(told: Texts, due: Texts) -> bool:
    return list(told) == list(due)


_USUAL, _HOME = ("official", "usual"), ("home",)
_LINES = ("line", "city", "district", "state")
"""Members of an address, in the order in which they are read; PDS has lines alone."""
_VALUES = (
    _Value("Patient", "name", ("prefix",), "prefix", _as_title, _USUAL),
    _Value("Patient", "name", ("given",), "given", _as_name, _USUAL),
    _Value("Patient", "name", ("family",), "family", _as_name, _USUAL),
    _Value("Patient", "", ("birthDate",), "birth_date", _exactly),
    _Value("Patient", "", ("gender",), "gender", _exactly),
    _Value("Patient", "address", _LINES, "address", _as_address, _HOME),
    _Value("Patient", "address", ("postalCode",), "postcode", _as_postcode, _HOME),
    _Value("Patient", "telecom", ("value",), "telephones", _as_telephone),
    _Value("Organization", "", ("name",), "name", _as_name),
    _Value("Organization", "address", _LINES, "address", _as_address),
    _Value("Organization", "address", ("postalCode",), "postcode", _as_postcode),
    _Value("Organization", "telecom", ("value",), "telephones", _as_telephone),
    _Value("Practitioner", "name", ("text",), "family", _has_name),
    _Value("Practitioner", "name", ("family",), "family", _has_name),
)
"""Every value that has a source; each is compared for each holder by itself."""
_BY_TELEPHONE = ("phone", "sms", "fax", "")


def parties_of(issued: Facts, pharmacist: Facts | None = None) -> list[Party]:
    """Give who has a part in what is told of a patient: the patient, the practice, the pharmacy, the pharmacist."""
    person, premises, who = issued["person"], issued["premises"], pharmacist or issued["pharmacist"]
    written = issued.get("report", {}).get("written") or {}
    work = str(written.get("work_telephone") or "")
    reported = [work, f"{work}{written.get('behind') or ''}"]
    own = {**person, "telephones": [person["callback"], person["home_telephone"], *reported]}
    organisations = [{**one, "telephones": [one["telephone"]]} for one in (person["practice"], premises)]
    return [
        Party("Patient", person["nhs_number"], own),
        *(Party("Organization", one["ods"], one) for one in organisations),
        Party("Practitioner", who["gphc"], who),
    ]


def expect_whole(message: Any, parties: Sequence[Party], at: Place) -> None:
    """Raise NotMet where a message, as `facts.coded` reads it, gives another value of a party, or a part of one."""
    found = list(dict.fromkeys(_faults(message, parties)))
    expect_none("other value of a person or an organisation", list(map(Words, found)), at, TODO)


def _faults(message: Any, parties: Sequence[Party]) -> Iterator[str]:
    for path, held in objects(message):
        for party in parties:
            if path[-1:] == (party.kind,) and party.is_in(held):
                yield from _of(party, held)


def _of(party: Party, held: Held) -> Iterator[str]:
    for value in _VALUES:
        if value.kind != party.kind:
            continue
        due = _listed(party.facts.get(value.fact))
        for told in _told(value, held):
            if told and due and not value.same(told, due):
                yield f"{value.name} {in_words(told)}, due {in_words(due)}"


def _told(value: _Value, held: Held) -> Iterator[list[str]]:
    """Give the texts of a value, for each holder apart: each name, each address."""
    for holder in _dicts(held, value.outer) if value.outer else [held]:
        use = next(iter(_texts(holder, "use")), "")
        by = next(iter(_texts(holder, "system")), "")
        if (not value.uses or use in (*value.uses, "")) and (value.outer != "telecom" or by in _BY_TELEPHONE):
            yield [text for member in value.members for text in _texts(holder, member)]


def _dicts(held: Held, name: str) -> list[Held]:
    return [one for one in held.get(name, []) if isinstance(one, Mapping)]


def _texts(held: Held, name: str) -> list[str]:
    return [one for one in held.get(name, []) if isinstance(one, str) and one.strip()]


def _listed(fact: Any) -> list[str]:
    listed = fact if isinstance(fact, (list, tuple)) else [fact]
    return [str(one) for one in listed if one]

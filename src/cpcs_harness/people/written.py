"""How a report writes what it says, where a document allows several ways, and what it says besides in some of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Caller:
    """Who rang NHS 111, where it was not the patient or where the sender says so all the same."""

    code: str
    """Relationship to the patient, such as 01 spouse, 20 carer, 21 self."""
    relationship: str
    name: str
    telephone: str


@dataclass(frozen=True)
class Place:
    """An address that is not the patient's home."""

    lines: tuple[str, ...]
    postcode: str


@dataclass(frozen=True)
class Written:
    """The ways in which one report is written; the first of each is the plain one."""

    given: str = "one"
    """one | two: how many given names the patient has, each in an element of its own."""
    names: str = "unmarked"
    """unmarked | legal | nickname after | nickname first: uses of the patient's names."""
    family: str = "named"
    """named | none"""
    addresses: str = "home"
    """home | elsewhere or temporary, after or first: whether another place is named where the patient is now."""
    lines: str = "three lines"
    """three lines | one line | five lines | in parts | none but the postcode | no address: of the patient's home."""
    place: str = "not named"
    """not named | named: whether the place of the encounter has a name."""
    callback: str = "marked"
    """marked | marked as mobile too | not marked | no number: what the number to call back says that it is for."""
    telecoms: str = "none"
    """none | e-mail | work | work and more | withheld: what stands beside the patient's numbers."""
    practice: str = "code"
    """code | local id first: the ids of the registered practice."""
    disposition: str = "Dx86"
    """Dx86 | DX086 | dx86 | DispoCodeDx86: how its code is spelled."""
    wait: str = "some hours"
    """some hours | one hour | no hours: how long the disposition leaves, where it is not the pathway's own."""
    outcome: str = "display name"
    """display name | original text | original text alone: where its words stand; alone, no code is given."""
    markup: str = "plain"
    """plain | nested | bold | comments | instructions: how a section is marked up that is lines of text."""
    prefix: str = "default"
    """default | prefixed: whether the document's own namespace has a prefix."""
    copies: str = "none"
    """none | before: whether a payload of another profile stands before the document."""
    nickname: str = ""
    elsewhere: Place | None = None
    work_telephone: str = ""
    behind: str = ""
    """What is written behind the number at work, as if it were a part of it."""
    email: str = ""
    place_name: str = ""
    informant: Caller | None = None
    """Who gave information besides the first."""


WAYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "number": ("verified", "unverified", "zeros", "short", "bad-check", "two", "absent"),
        "birth_known": ("day", "month", "year", "unknown", "impossible"),
        "gender": ("", "not specified", "unknown"),
        "habits": ("field", "strict", "tpp", "cleric", "ic24"),
        "times": (
            "",
            "hours",
            "minutes",
            "none",
            "to-the-minute",
            "fraction",
            "ahead",
            "greenwich",
            "zulu",
            "iso",
        ),
        "addressing": ("ods+dos", "dos+ods", "ods", "dos"),
        "written.given": ("one", "two"),
        "written.names": ("unmarked", "legal", "nickname after", "nickname first"),
        "written.family": ("named", "none"),
        "written.addresses": (
            *("home", "elsewhere after", "elsewhere first"),
            *("temporary after", "temporary first"),
        ),
        "written.lines": (
            *("three lines", "one line", "five lines", "in parts"),
            *("none but the postcode", "no address"),
        ),
        "written.place": ("not named", "named"),
        "written.callback": ("marked", "marked as mobile too", "not marked", "no number"),
        "written.telecoms": ("none", "e-mail", "work", "work and more", "withheld"),
        "written.practice": ("code", "local id first"),
        "written.disposition": ("Dx86", "DX086", "dx86", "DispoCodeDx86"),
        "written.wait": ("some hours", "one hour", "no hours"),
        "written.outcome": ("display name", "original text", "original text alone"),
        "written.markup": ("plain", "nested", "bold", "comments", "instructions"),
        "written.prefix": ("default", "prefixed"),
        "written.copies": ("none", "before"),
    }
)
"""What those fields of a report that are words can be drawn to be."""

CALLERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "21": ("Self", ""),
        "20": ("Carer", "Jo Attwell"),
        "01": ("Spouse", "Lee Winterbourne"),
        "16": ("Relative", "Kit Holloway"),
        "98": ("Not known", "Sam Overbury"),
    }
)
"""Relationship and name of who may ring, by code; of the patient, their own name."""

"""The people whom a run made up, and the texts by which each of them is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_REPORT = ("case_reference", "case_id", "document_id", "set_id", "tracking_id", "message_id")
_REFERRAL = ("reference", "message_id", "document_id", "bundle_id")
_WORDS = ("complaint", "assessment", "advice", "actions", "correction", "reason")
_LEAST = 6
"""Letters and digits below which a text may stand anywhere by chance."""


@dataclass(frozen=True)
class Subject:
    """A patient of a journey, or somebody whom a national service holds for it."""

    journey: str
    label: str = ""
    """Of a further patient; empty for the journey's own."""
    name: str = ""

    def __str__(self) -> str:
        """Name the person for a message."""
        which = f"patient {self.label!r} of " if self.label else ""
        return (
            f"{self.name} ({which}journey {self.journey})" if self.name else f"{which}journey {self.journey}"
        )


def marks_of(issued: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the texts that stand for a patient and for nobody else, each with its kind."""
    person, report, referral = issued["person"], issued["report"], issued["gp_referral"]
    yield "NHS number", person["nhs_number"]
    for given, family in ((person["given"], person["family"]), (person["family"], person["given"])):
        yield "name", f"{given} {family}"
    yield "home telephone", person["home_telephone"]
    yield "telephone", person["callback"]
    yield "postcode", person["postcode"]
    for key in _REPORT:
        yield key.replace("_", " "), report[key]
    for key in _REFERRAL:
        yield f"practice's {key.replace('_', ' ')}", referral[key]
    for key in _WORDS:
        yield f"what was written down as {key}", issued.get("words", {}).get(key, "")


def name_of(issued: Mapping[str, Any]) -> str:
    """Give a patient's name as people say it."""
    return f"{issued['person']['given']} {issued['person']['family']}"


def is_long_enough(mark: str) -> bool:
    """Say whether a mark, its letters and digits, is long enough to stand for anybody."""
    return len(mark) >= _LEAST

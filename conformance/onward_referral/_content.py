"""What goes with a patient who is referred onward: the things that the profile `onward` names, in its words and order.

Source: none is public; docs/reference/onward-model.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cpcs_harness.judging.in_words import in_words

from .._shared.moments import days_of
from .._shared.nhs111_report.sections import flattened, is_in_pieces, pieces_of, set_off
from .._shared.text import address_among, dates, letters_and_digits
from ._onward import Referred

SAID = {
    "family-name": "the family name",
    "given-name": "the given name",
    "birth-date": "the birth date",
    "nhs-number": "the NHS number",
    "address": "the patient's address",
    "postcode": "the patient's postcode",
    "telephone": "the patient's telephone",
    "practice": "the practice",
    "case": "the case reference",
    "pharmacy-name": "the referring pharmacy's name",
    "pharmacy-ods": "the referring pharmacy's ODS code",
    "pharmacy-telephone": "the referring pharmacy's telephone",
    "pharmacist": "the referring pharmacist",
    "consultation-day": "the day of the consultation",
    "reason": "the reason",
    "presenting-complaint": "the presenting_complaint",
    "assessment": "the assessment",
    "advice": "the advice",
}
"""How a message of ours calls each thing but for the report's sections."""


@dataclass(frozen=True)
class Due:
    """One thing that goes with a patient: what it is, the writings of it that will do, and the words before it."""

    what: str
    forms: Sequence[str]
    words: str = ""
    in_any_order: bool = False
    """Whether it may stand before or after its neighbours: cells are read by rows, or by columns."""

    lines: Sequence[str] = ()
    """Those of an address, between which labels may stand."""

    def end_in(self, text: str, start: int) -> int:
        """Give where it ends in a text, the earliest after a place; -1 where it is not there."""
        before = letters_and_digits(self.words)
        found = [re.compile(re.escape(before) + form).search(text, start) for form in self._patterns]
        return min((one.end() for one in found if one), default=-1)

    def stands_in(self, text: str) -> bool:
        """Say whether it stands in a text, whatever stands before it."""
        return any(re.search(form, text) for form in self._patterns)

    @property
    def _patterns(self) -> list[str]:
        if any(map(letters_and_digits, self.lines)):
            return [address_among(self.lines).pattern]
        return [re.escape(form) for form in map(letters_and_digits, self.forms) if form]

    @property
    def told(self) -> str:
        """What it is, with the words that stand before it, for a message."""
        return f"{self.what} after the words {in_words(self.words)}" if self.words else self.what


def due_of(found: Referred) -> list[Due]:
    """Give everything that goes with a patient, in the profile's order."""
    forms = _forms(found)
    due: list[Due] = []
    for asked in found.journey.profiles["onward"]["body"]:
        what, words = asked["what"], asked.get("words", "")
        if what == "report":
            due += _sections(found, words)
        else:
            lines = found.issued["person"]["address"] if what == "address" else ()
            due.append(Due(SAID[what], forms[what], words, lines=lines))
    return [one for one in due if any(map(letters_and_digits, one.forms))]


def missing_in(found: Referred, text: str) -> list[Due]:
    """Give what an e-mail of these letters and digits lacks: in the profile's words, and its order if it has one."""
    ordered, place = found.journey.profiles["onward"]["order"] == "listed", 0
    missing = []
    for due in due_of(found):
        end = due.end_in(text, place)
        if end < 0:
            missing.append(due)
        elif ordered and not due.in_any_order:
            place = end
    return missing


def _sections(found: Referred, words: str) -> list[Due]:
    return [
        due for part, _ in flattened(found.issued["report"]["sections"]) for due in _of_section(part, words)
    ]


def _of_section(part: Mapping[str, Any], words: str) -> list[Due]:
    """Give a section's text whole, or each cell, item or link of it where screens and messages may set those off."""
    what = f"the report's section {in_words(part['title'])}"
    if is_in_pieces(part):
        return [Due(what, [piece], in_any_order=True) for piece in pieces_of(part)]
    forms = [part["text"], set_off(part["text"])] if part["markup"] == "raised" else [part["text"]]
    return [Due(what, [*forms, *(part["title"] + form for form in forms)], words)]


def _forms(found: Referred) -> dict[str, list[str]]:
    person, report, premises = found.issued["person"], found.issued["report"], found.issued["premises"]
    pharmacist, consultation = found.journey.issued["pharmacist"], found.recorded()
    return {
        "family-name": [person["family"]],
        "given-name": [person["given"]],
        "birth-date": dates(person["birth_date"]),
        "nhs-number": [person["nhs_number"]],
        "address": [" ".join(person["address"])],
        "postcode": [person["postcode"]],
        "telephone": [person["callback"].removeprefix("0"), person["callback"]],
        "practice": [person["practice"]["name"], person["practice"]["ods"]],
        "case": [report["case_id"], report["case_reference"]],
        "pharmacy-name": [premises["name"]],
        "pharmacy-ods": [premises["ods"]],
        "pharmacy-telephone": [premises["telephone"].removeprefix("0"), premises["telephone"]],
        "pharmacist": [pharmacist["family"], f"{pharmacist['given']} {pharmacist['family']}"],
        "consultation-day": days_of(str(consultation["started"])),
        "reason": [str(seen.given["reason"]) for seen in found.tries],
        "presenting-complaint": [str(consultation["presenting_complaint"])],
        "assessment": [str(consultation["assessment"])],
        "advice": [str(consultation["advice"])],
    }

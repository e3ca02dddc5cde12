"""The viewer shows the record's own sections, in their order, and nothing beside them.

Source: NHS England, Summary Care Record FHIR API, sections (interface sheet dos-eps-rtec-scr-dmd, section 5.3); control
API, CareRecord.
"""

import re
from collections.abc import Mapping, Sequence

from cpcs_harness.judging import EvidenceView, ObservationView, criterion, expect, expect_none
from cpcs_harness.judging.in_words import in_words

from ._records import Patient, patients, sections_of, words_of

SHOWING = ("emergency", "huge", "busy", "hostile", "first-of-two", "next-of-two", "stale")
"""Patients of whose record no version is that nobody but the Spine wrote while somebody looked."""
WORD = re.compile(r"[^\W_]+")
Held = Sequence[Mapping[str, str]]


@criterion("SCR-30")
def test_nothing_is_shown_as_the_record_that_it_has_not(evidence: EvidenceView):
    """No section and no word of another record, nor one that the system made up."""
    for journey in evidence.each():
        for patient in patients(journey, *SHOWING):
            for seen in patient.found():
                strange = strays_of(sections_of(seen), held_by(patient))
                todo = "Show the record alone; what else there is to say stands in `message`."
                expect_none("text that the record has not", strange[:5], seen, todo)


@criterion("SCR-30")
def test_sections_stand_in_the_records_order(evidence: EvidenceView):
    """As the practice wrote them, each once."""
    for journey in evidence.each():
        for patient in patients(journey, *SHOWING):
            for seen in patient.found():
                expect_in_order(patient, seen)


def expect_in_order(patient: Patient, seen: ObservationView) -> None:
    """Raise NotMet unless the titles that are shown stand as in the record, whichever of two it was."""
    titles = [plain(title) for title, _ in sections_of(seen)]
    dues = [[plain(section["title"]) for section in held] for held in held_by(patient)]
    right = any([title for title in due if title in titles] == titles for due in dues)
    expect(right, f"the sections in the record's order: {in_words(dues[-1])}", titles, seen)


def held_by(patient: Patient) -> list[Held]:
    """Give the sections of each record that the patient had: of before somebody looked, and of then."""
    records = [patient.held, patient.held.get("then") or {}]
    return [list(record.get("sections") or []) for record in records if record.get("sections")]


def strays_of(shown: Sequence[tuple[str, str]], records: Sequence[Held]) -> list[str]:
    """Name the sections and words that stand in no record; marks and numbers of lists are free."""
    known: dict[str, set[str]] = {}
    for section in (section for held in records for section in held):
        own = {word.casefold() for piece in words_of(section) for word in WORD.findall(piece)}
        known.setdefault(plain(section["title"]), set()).update(own)
    strange = [title for title, text in shown if plain(title) not in known and text.strip()]
    for title, text in shown:
        words = [word.casefold() for word in WORD.findall(text) if len(word) > 2 or not word.isdigit()]
        strange += [word for word in words if word not in known.get(plain(title), {word})]
    return strange


def plain(title: str) -> str:
    """Give a title as it can be compared: screens write titles in capitals, and a colon after them."""
    return " ".join(title.split()).casefold().rstrip(" :")

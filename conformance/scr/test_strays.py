"""The viewer shows the record's own sections, in their order, and nothing beside them.

Source: NHS England, Summary Care Record FHIR API, sections (interface sheet dos-eps-rtec-scr-dmd, section 5.3); control
API, CareRecord.
"""

import re
from collections.abc import Mapping, Sequence

from cpcs_harness.formats.json_parts import object_in, objects_in
from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    ObservationView,
    criterion,
    expect,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import in_words

from .._shared.moments import days_of, moment_or_none
from ._records import READ, Patient, patients, record_of, sections_of, words_of

SHOWING = ("emergency", "huge", "busy", "hostile", "first-of-two", "next-of-two", "stale")
"""Patients of whose record no version is that nobody but the Spine wrote while somebody looked."""
WORD = re.compile(r"[^\W_]+")
BESIDE = "Show Composition.date of the record that was read, and how it was opened."
Held = Sequence[Mapping[str, str]]


@criterion("SCR-30")
def test_nothing_is_shown_as_the_record_that_it_has_not(evidence: EvidenceView):
    """No section and no word of another record, nor one that the system made up."""
    for journey in evidence.each():
        for patient, apart in through(patients(journey, *SHOWING)):
            with apart:
                for seen in patient.found():
                    strange = strays_of(sections_of(seen), held_by(patient))
                    todo = "Show the record alone; what else there is to say stands in `message`."
                    expect_none("text that the record has not", strange[:5], seen, todo)


@criterion("SCR-30")
def test_sections_stand_in_the_records_order(evidence: EvidenceView):
    """As the practice wrote them, each once."""
    for journey in evidence.each():
        for patient, apart in through(patients(journey, *SHOWING)):
            with apart:
                for seen in patient.found():
                    expect_in_order(patient, seen)


@criterion("SCR-30")
def test_what_stands_beside_the_record_is_of_this_view(evidence: EvidenceView):
    """When the practice wrote it, and whether the patient was asked, where the viewer shows this."""
    for journey in evidence.each():
        for patient, apart in through(patients(journey, *SHOWING)):
            with apart:
                for seen in patient.found():
                    expect_beside(patient, seen)


def expect_beside(patient: Patient, seen: ObservationView) -> None:
    """Raise NotMet where a view gives another day than a record that the API gave in it, or another access."""
    shown = record_of(seen)
    written = [day for call in patient.during(seen, READ) for day in written_in(call)]
    told = str(shown.get("created") or "")
    right = not told or not written or any(day in told for moment in written for day in days_of(moment))
    expect(right, f"when the record was written: {in_words(written)}", told, seen, BESIDE)
    asked = [one for one in patient.seen("record_permission_to_view", "done") if one.seq < seen.seq]
    unasked = bool(asked) and asked[-1].given.get("permission") == "not-asked"
    emergency = shown.get("emergency")
    expect(emergency in (None, unasked), f"emergency access: {unasked}", emergency, seen, BESIDE)


def written_in(call: ExchangeView) -> list[str]:
    """Give when the compositions of an answer were written."""
    resources = [object_in(entry, "resource") for entry in objects_in(call.response.json, "entry")]
    dates = [str(one.get("date") or "") for one in resources if one.get("resourceType") == "Composition"]
    return [moment for moment in dates if moment_or_none(moment) is not None]


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

"""The viewer shows the record whole and whose it is, or says why there is none.

Source: NHS England, Summary Care Record FHIR API; NHS Digital, viewing in pharmacies (interface sheet dos-eps-rtec-scr-
dmd, sections 5.2 and 5.3, checks 84 to 87).
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from cpcs_harness.judging import (
    EvidenceView,
    ObservationView,
    criterion,
    expect,
    expect_all,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words, in_words

from .._shared.screen import all_text, digits
from .._shared.text import plain_name
from ._records import (
    ALERT,
    Patient,
    denied_in,
    missing_in,
    needed,
    outcome,
    patients,
    record_of,
    said,
    sections_of,
    taken,
    words_of,
)

MARKUP = re.compile(
    r"<\s*/?\s*(?:script|style|iframe|img|table|tr|td|th|p|a|div|h\d)\b|stealCookies|document\.title|javascript:"
    r"|display:\s*none|records\.example",
    re.IGNORECASE,
)
"""What stands in the hostile record beside the words that a person is to read."""
FOUND = ("emergency", "huge", "busy", "first-of-two", "next-of-two")
HEAD = "Title"
"""The section that heads a record: who wrote it when, and the disclaimer."""
ALL = "Read each section of the Composition of the bundle, and show them all."
TROUBLE = ("unavailable", "failed", "refused")
"""Outcomes of a view of which the API said nothing."""
REPLACED = ("stale", "replaced")
"""Patients whose practice wrote a new record while somebody looked: it is the new one that is shown in the end."""


@criterion("SCR-15")
def test_a_record_that_may_not_be_seen_is_said_to_be_that(evidence: EvidenceView):
    """Neither a record, nor that there is none, nor that the patient has no allergies."""
    for journey in evidence.each():
        for patient, apart in through(patients(journey, "withheld", "opted-out")):
            with apart:
                patient.answered()
                # That the record cannot be had just now is another thing, and would be tried again.
                expect_no_record(patient.views()[-1], ("withheld", "refused"))


@criterion("SCR-16")
def test_no_record_is_said_to_be_no_record(evidence: EvidenceView):
    """That the patient has no Summary Care Record, and nothing of their allergies."""
    for journey in evidence.each():
        (patient,) = patients(journey, "no-record")
        patient.answered()
        expect_no_record(patient.views()[-1], ("none",))


@criterion("SCR-16")
def test_a_record_that_came_is_not_said_to_be_none(evidence: EvidenceView):
    """Of whom the API gave a record with sections, it is not said that there is none."""
    for journey in evidence.each():
        for patient, apart in through(patients(journey, *FOUND, *REPLACED, "hostile")):
            with apart:
                for seen in patient.served() if held_sections(patient) else ():
                    todo = "Look for the Composition of the bundle, and say so where it cannot be read."
                    expect(outcome(seen) != "none", "a record, or why it is not shown", "none", seen, todo)


@criterion("SCR-29")
def test_trouble_is_said_to_be_trouble(evidence: EvidenceView):
    """Neither a record, nor that there is none, nor that the patient has no allergies, whatever came for an answer."""
    for journey in evidence.each():
        for patient, apart in through(patients(journey, "rate-limited", "search-broken")):
            with apart:
                patient.answered()
                for seen in patient.views():
                    if not patient.given(seen):  # it was sent after all, where the view outlasted the trouble
                        expect_no_record(seen, TROUBLE)


@criterion("SCR-29")
def test_that_no_alert_was_taken_is_said_to_be_trouble(evidence: EvidenceView):
    """Of a view whose alert the API did not take, and which so has no record to show, the same holds."""
    for journey in evidence.each():
        (patient,) = patients(journey, "emergency")
        for seen in patient.views():
            alerts = patient.during(seen, ALERT)
            if alerts and not taken(alerts) and not patient.given(seen):
                expect_no_record(seen, TROUBLE)


@criterion("SCR-31")
def test_a_record_that_names_another_patient_is_not_shown(evidence: EvidenceView):
    """No section of it, and no outcome that says it is this patient's, who may stand in the answer beside another."""
    for journey in evidence.each():
        (patient,) = patients(journey, "somebody-elses")
        todo = "Compare the number of the Composition's Patient with the one that was asked for."
        for seen in patient.served():
            expect(outcome(seen) != "found", "no record", outcome(seen), seen, todo)
            expect_none("section", sections_of(seen)[:1], seen, todo)


@criterion("SCR-17")
def test_every_section_is_shown_whole(evidence: EvidenceView):
    """Headings and words in their order, the disclaimer among them, to the last row of three thousand."""
    for journey in evidence.each():
        for patient, apart in through(patients(journey, *FOUND, *REPLACED)):
            with apart:
                seen = patient.found()[-1]
                shown = sections_of(seen)
                for held in held_sections(patient):
                    lacking = missing_in(text_under(held["title"], shown), words_of(held))
                    expect_all(
                        f"each word under {in_words(held['title'])}",
                        lacking[:3],
                        seen,
                        "Show each section whole.",
                    )


@criterion("SCR-32")
def test_no_section_that_a_practice_wrote_is_missing_altogether(evidence: EvidenceView):
    """Of each section that says something of its own, allergies and medicines among them, some of it is shown."""
    for journey in evidence.each():
        for patient, apart in through(patients(journey, *FOUND, *REPLACED)):
            with apart:
                seen = patient.found()[-1]
                missing = left_out(held_sections(patient), all_text(record_of(seen)))
                expect_all("something of each section of the record", missing, seen, ALL)


@criterion("SCR-18")
def test_markup_is_not_shown_and_loses_no_word(evidence: EvidenceView):
    """No tag, script or style is shown; the words between them are."""
    for journey in evidence.each():
        (patient,) = patients(journey, "hostile")
        seen = patient.found()[-1]
        expect_none(
            "markup or script", MARKUP.findall(all_text(record_of(seen)))[:3], seen, "Show text alone."
        )
        for held in held_sections(patient):
            lacking = missing_in(text_under(held["title"], sections_of(seen)), words_of(held))
            expect_all(f"each word under {in_words(held['title'])}", lacking[:3], seen)


@criterion("SCR-19")
def test_only_who_may_view_can_open_a_record(evidence: EvidenceView):
    """A counter assistant is refused before anything is asked."""
    for journey in evidence.each():
        patient, other = patients(journey, "roles", "first-of-two")
        other.found()
        tried = [view for view in patient.views() if view.actor.get("role") == "counter-assistant"]
        for seen in needed(tried, "attempt by a counter assistant", journey):
            asked = [call.where for call in patient.during(seen)]
            expect_none("call for somebody who may not view", asked, seen, "Refuse before anything is asked.")
            expect(outcome(seen) != "found", "no record", outcome(seen), seen)
            expect_none("section", sections_of(seen)[:1], seen)


@criterion("SCR-20")
def test_the_nhs_number_stands_beside_the_record(evidence: EvidenceView):
    """The number of the patient whose record is shown."""
    for journey in evidence.each():
        for patient, apart in through(patients(journey, *FOUND)):
            with apart:
                for seen in patient.found():
                    expect_equal(
                        "the NHS number", patient.number, digits(record_of(seen).get("nhs_number")), seen
                    )


@criterion("SCR-20")
def test_no_other_patients_name_stands_beside_the_record(evidence: EvidenceView):
    """Where a name stands there, it is that of the patient whose record is shown."""
    for journey in evidence.each():
        issued = [one["person"] for one in (journey.issued, *journey.also.values()) if one["person"]]
        for patient, apart in through(patients(journey, *FOUND)):
            with apart:
                for seen in patient.found():
                    words = set(plain_name(record_of(seen).get("patient_name")).split())
                    named = [
                        one
                        for one in issued
                        if {*plain_name(f"{one['given']} {one['family']}").split()} <= words
                    ]
                    own = not named or any(one["nhs_number"] == patient.number for one in named)
                    expect(own, "the name of this patient", record_of(seen).get("patient_name"), seen)


@criterion("SCR-21")
def test_nothing_of_one_patients_record_is_shown_for_the_next(evidence: EvidenceView):
    """What only the first patient's record holds stands nowhere after the next patient's referral was opened."""
    for journey in evidence.each():
        first, following = patients(journey, "first-of-two", "next-of-two")
        first.found()
        own = {word for held in held_sections(following) for word in words_of(held)}
        marks = [word for held in held_sections(first) for word in words_of(held) if word not in own]
        needed(marks, "word that only the first patient's record holds", journey)
        shown = [*following.seen("open_referral"), *following.views()]
        for seen in shown:
            carried = [word for word in [*marks, first.number] if word in said(seen)]
            expect_none("word of the patient before", carried[:3], seen, "Clear the record with its patient.")
        following.found()


def expect_no_record(seen: ObservationView, lawful: tuple[str, ...]) -> None:
    """Raise NotMet unless a view ended in one of these ways, in words, and says nothing of allergies."""
    expect(outcome(seen) in lawful, f"the outcome {' or '.join(map(in_words, lawful))}", outcome(seen), seen)
    expect_none("section", sections_of(seen)[:1], seen)
    expect(bool(str(record_of(seen).get("message") or seen.told).strip()), "a message", Words("none"), seen)
    expect_none("word that the patient has no allergies", denied_in(said(seen)), seen, "Nobody knows.")


def held_sections(patient: Patient) -> list[dict[str, str]]:
    """Give the sections of the record that is current in the end; the record may have none."""
    current = patient.held.get("then") or patient.held
    return list(current.get("sections") or [])


def left_out(held: Sequence[Mapping[str, str]], shown: str) -> list[str]:
    """Give the headings of sections of whose own words none is shown, but for the one that heads a record."""
    said = Counter(word for section in held for word in {*words_of(section)})
    text, missing = " ".join(shown.split()).casefold(), []
    for section in held:
        own = [word for word in words_of(section) if said[word] == 1]
        if own and section["code"] != HEAD and not any(word.casefold() in text for word in own):
            missing.append(section["title"])
    return missing


def text_under(title: str, shown: list[tuple[str, str]]) -> str:
    """Give the text that is shown under a heading; headings that differ in white space are the same."""
    wanted = " ".join(title.split())
    return "\n".join(text for found, text in shown if " ".join(found.split()) == wanted)

"""Patients who died by PDS: formally, informally, or not after all.

Source: Personal Demographics Service FHIR API, deceasedDateTime and death notification status (interface sheet pds-
smsp-auth, section 3, checks C41 and C42).
"""

from cpcs_harness.judging import EvidenceView, Unseen, criterion, expect, expect_equal, through

from ._records import DRAWN, changed_after, done, held, labelled, looks_at, patient_in, shows_nobody, told_of

SEARCHED = "odd-name"
"""Whoever is looked for by what they say, and never by number."""
DIED = ("died-in-a-year", "dies", SEARCHED, *DRAWN)
NOTICES = ("1", "2")
"""Statuses of a death that there is notice of; U withdraws it."""


@criterion("PDS-22")
def test_a_death_is_told_before_anything_is_done(evidence: EvidenceView):
    """By a formal or informal notice, with a date or without, and ever after; of status U or none nothing is told."""
    for (journey, label), apart in through(labelled(evidence, *DIED)):
        with apart:
            record = held(journey, label)
            changed = changed_after(journey, label) if label == "dies" else 0
            for seen in looks_at(journey, label, changed):
                if label == SEARCHED and shows_nobody(seen):
                    continue  # whom a search has to find is PDS-42's
                told, dead = "deceased" in told_of(seen), patient_in(seen).get("deceased") is True
                if record["death_status"] not in NOTICES and not record["deceased"]:
                    todo = "Without a notice, or by status U, which withdraws one, nobody has died."
                    expect(not told and not dead, "no notice of a death", sorted(told_of(seen)), seen, todo)
                else:
                    todo = "Look at the date of death and at the notification's status: 1 informal, 2 formal."
                    expect(told or dead, "word that the patient has died", sorted(told_of(seen)), seen, todo)


@criterion("PDS-23")
def test_dates_are_shown_as_far_as_they_are_known(evidence: EvidenceView):
    """A year stays a year, a month a month; a time zone moves no day."""
    todo = "Show as much of the date as PDS has, and add nothing."
    unseen = Unseen()
    for journey, label in labelled(evidence, *DRAWN):
        with unseen:
            done(journey, label, "choose_patient")
            for seen in looks_at(journey, label):
                due = held(journey, label)["birth_date"]
                expect_equal("the birth date", due, patient_in(seen).get("birth_date"), seen, todo)
    for journey, label in labelled(evidence, *DIED):
        with unseen:
            changed = changed_after(journey, label) if label == "dies" else 0
            for seen in looks_at(journey, label, changed):
                day = patient_in(seen).get("deceased_on")
                whole = held(journey, label)["deceased"]
                due = whole[:10]
                what = f"the date of death to be {due}, where one is shown"
                expect(day in (None, "", due, whole), what, day, seen, todo)
    unseen.tell()

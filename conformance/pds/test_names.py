"""The usual name of today is the one shown.

Source: Personal Demographics Service FHIR API, Patient, name (interface sheet pds-smsp-auth, section 3, check C43).
"""

from cpcs_harness.judging import EvidenceView, criterion, expect, through

from .._shared.screen import all_text, expect_name
from .._shared.text import plain_name
from ._records import DRAWN, done, held, labelled, looks_at, patient_in
from ._valid import day_of, usual_name

SEVERAL = ("compound-name", *DRAWN)


@criterion("PDS-24")
def test_the_usual_name_of_today_is_shown_whole(evidence: EvidenceView):
    """Not a maiden name, a nickname, one that has ended or is to come; compound names, apostrophes and accents stay."""
    for (journey, label), apart in through(labelled(evidence, *SEVERAL)):
        with apart:
            record = held(journey, label)
            done(journey, label, "choose_patient")
            for seen in looks_at(journey, label):
                usual = usual_name(record, day_of(seen))
                others = {name["family"] for name in record["names"]} - {usual["family"]}
                patient, todo = (
                    patient_in(seen),
                    "Take the name whose use is usual and whose period has not ended.",
                )
                expect_name("the family name", usual["family"], patient.get("family"), seen, todo)
                expect_name("the given names", " ".join(usual["given"]), patient.get("given"), seen, todo)
                name, due = plain_name(all_text(patient.get("name"))), plain_name(usual["family"])
                found = [family for family in others if plain_name(family) in name and due not in name]
                expect(not found, "no other family name in its place", found, seen, todo)

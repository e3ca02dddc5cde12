"""Restricted records: nothing tells where the patient is.

Source: Personal Demographics Service FHIR API, restricted (sensitive) patients (interface sheet pds-smsp-auth, section
4, checks C37 and C38).
"""

from cpcs_harness.judging import (
    EvidenceView,
    JourneyView,
    ObservationView,
    criterion,
    expect,
    expect_none,
    through,
)

from .._shared.screen import all_text
from .._shared.told_before import sent_after
from ._practice_messages import holding, outbound, places, searchable
from ._records import (
    attempts,
    changed_after,
    done,
    issued_as,
    labelled,
    located,
    looks_at,
    patient_in,
    shows_nobody,
    told_of,
)
from ._requests import issued_to

RESTRICTED = ("restricted", "very-restricted", "becomes-restricted", "becomes-very-restricted")
RESTRICTED_LATER = "becomes-restricted"
EARLIER = ("becomes-restricted, earlier", "becomes-restricted, earlier still")
"""Another referral of that patient, for which the record was adopted before."""
MARKS = {"restricted", "very-restricted"}
PRINT = "print_token"


def since(journey: JourneyView, label: str) -> int:
    """Give the event after which the record was restricted; 0 where it always was."""
    return changed_after(journey, label) if label.startswith("becomes") else 0


def is_search(seen: ObservationView) -> bool:
    """Say whether a patient was looked for by what they say of themselves."""
    return seen.action == "find_patient" and not seen.given.get("nhs_number")


def known_since(journey: JourneyView, label: str) -> ObservationView:
    """Give the look-up that told of the restriction: the first by number, or a search that found the patient."""
    found = done(journey, label, "find_patient", since(journey, label))
    return next((seen for seen in found if patient_in(seen) or not is_search(seen)), found[-1])


@criterion("PDS-16")
def test_nothing_of_where_a_restricted_patient_is_is_shown(evidence: EvidenceView):
    """No address, telephone or practice beside the record, also none from an older copy; and the record is marked."""
    for (journey, label), apart in through(labelled(evidence, *RESTRICTED)):
        with apart:
            person = issued_to(journey, label)["person"]
            todo = "Show nothing of address, telephone and practice, and take them out of older copies."
            known = known_since(journey, label)
            for seen in looks_at(journey, label, known.seq - 1):
                if shows_nobody(seen):
                    continue
                expect_none("place of the patient in the record", located(seen), seen, todo)
                shown = searchable(all_text(patient_in(seen)))
                found = [place for place in places(person) if searchable(place) in shown]
                expect_none("place of the patient in the record", found, seen, todo)
                if is_search(seen):
                    continue  # which shows part of a record, and need not tell of the rest
                marked = patient_in(seen).get("restricted") is True or bool(told_of(seen) & MARKS)
                expect(
                    marked, "the record marked as restricted", sorted(told_of(seen)), seen, "Say that it is."
                )


@criterion("PDS-16")
def test_nothing_of_it_is_shown_from_an_earlier_referrals_copy(evidence: EvidenceView):
    """What was adopted for another referral of the same patient says no more where they are, once that is known."""
    for (journey, label), apart in through(issued_as(evidence, *EARLIER)):
        with apart:
            known = known_since(journey, RESTRICTED_LATER)
            done(journey, label, "choose_patient")  # or else there is no copy
            person = issued_to(journey, RESTRICTED_LATER)["person"]
            for seen in done(journey, label, "open_referral", known.seq):
                todo = (
                    "Take address, telephone and practice out of every copy of the record, at each referral."
                )
                expect_none("place of the patient in the record", located(seen), seen, todo)
                shown = searchable(all_text(patient_in(seen)))
                found = [place for place in places(person) if searchable(place) in shown]
                expect_none("place of the patient in the record", found, seen, todo)


@criterion("PDS-17")
def test_nothing_of_where_a_restricted_patient_is_is_sent(evidence: EvidenceView):
    """No postcode, telephone or practice of theirs in anything that goes out once the restriction is known."""
    for (journey, label), apart in through(labelled(evidence, *RESTRICTED)):
        with apart:
            person = issued_to(journey, label)["person"]
            traced = done(journey, label, "find_patient", since(journey, label))
            known = next((seen for seen in traced if not is_search(seen)), traced[-1])
            tried = [*attempts(journey, label, "notify_gp"), *attempts(journey, label, "submit_claims")]
            sent = sent_after(outbound(journey, known.seq), known)
            lines = holding(holding(sent, person["family"], person["nhs_number"]), person["address"][0])
            found = [*holding(sent, *places(person)), *lines]
            todo = "Leave address, telephone and practice out, also the referral's own; have the practice told by hand."
            expect_none(
                "place of the patient in what is sent",
                [call.where for call in found],
                (found or tried)[0],
                todo,
            )
            expect_nothing_printed(journey, label, known)


def expect_nothing_printed(journey: JourneyView, label: str, known: ObservationView) -> None:
    """Raise NotMet where a print of a restricted patient tells where they are; who prints none tells nothing."""
    issued = issued_to(journey, label)
    person, document = issued["person"], issued["report"]["document_id"]
    for seen in journey.seen:
        if (seen.about, seen.action) == (document, PRINT) and seen.seq > known.seq:
            said = [searchable(paper.text) for paper in journey.artefacts_of(seen)]
            told = [place for place in (*places(person), person["address"][0]) if searchable(place)]
            found = [place for place in told if any(searchable(place) in text for text in said)]
            expect_none("place of the patient in what is printed", found, seen, "Print it without them.")

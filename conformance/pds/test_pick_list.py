"""Several patients match, and a healthcare worker may see them: the list, and the choice from it.

Source: Personal Demographics Service FHIR API, healthcare worker access, search results (interface sheet pds-smsp-auth,
section 5, checks C59, C61, C62 and C66).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cpcs_harness.formats.json_parts import object_in, objects_in
from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    NotShown,
    ObservationView,
    criterion,
    expect,
    expect_equal,
    expect_none,
)
from cpcs_harness.judging.in_words import Words, in_words

from .._shared.screen import all_text, digits, expect_name, expect_postcode
from .._shared.text import plain_name
from ._practice_messages import places, searchable
from ._records import patient_in
from ._requests import adopted, is_about, issued_to, kinds, matches, opened, outcome, steps

END = 10**12
"""Later than any event of a run."""
LIKENESS = re.compile(r"score|likeness|confidence|weight|rank|percent", re.IGNORECASE)


def listed(journey: JourneyView) -> tuple[ExchangeView, ObservationView]:
    """Give the search that several patients matched, and what was shown of it; NotShown where none was."""
    person = issued_to(journey, "wanted")["person"]
    seen = steps(journey, "wanted")[0]
    for call in journey.exchanges("pds", "search_patient"):
        if is_about(person, call) and call.seq < seen.seq and len(entries(call)) > 1:
            return call, seen
    raise NotShown(f"journey {journey.id}: no search of the patient was answered with several")


def entries(call: ExchangeView) -> list[dict[str, Any]]:
    """Give the patients that PDS answered with, in its order."""
    return [object_in(entry, "resource") for entry in objects_in(call.response.json, "entry")]


def is_restricted(patient: Mapping[str, Any]) -> bool:
    """Say whether PDS calls a record restricted."""
    return any(label.get("code") == "R" for label in objects_in(object_in(patient, "meta"), "security"))


@criterion("PDS-49")
def test_a_pick_list_has_everybody_in_the_order_of_pds(evidence: EvidenceView):
    """Each patient of the answer once, in its order; a restricted one may be left out where it is said."""
    for journey in evidence.each():
        call, seen = listed(journey)
        expect_equal("outcome", "found", outcome(seen), seen, "Show whoever matches.")
        shown = [digits(match.get("nhs_number")) for match in matches(seen)]
        said = "restricted" in kinds(seen.shown.get("notices"))
        found = entries(call)
        due = [str(patient.get("id")) for patient in found]
        spared = [str(patient.get("id")) for patient in found if not (said and is_restricted(patient))]
        todo = "Keep the order, drop nobody in silence, and list nobody twice."
        expect(shown in (due, spared), f"the patients {in_words(due)}", shown, seen, todo)


@criterion("PDS-49")
def test_a_pick_list_shows_enough_to_tell_people_apart(evidence: EvidenceView):
    """Name, birth date, and the address of whoever is not restricted; of a restricted patient no address."""
    for journey in evidence.each():
        call, seen = listed(journey)
        by_number = {str(patient.get("id")): patient for patient in entries(call)}
        for match in matches(seen):
            held = by_number.get(digits(match.get("nhs_number")), {})
            expect_told_apart(held, match, seen)


def expect_told_apart(held: Mapping[str, Any], match: Mapping[str, Any], seen: ObservationView) -> None:
    """Raise NotMet unless a line of the list shows who somebody is."""
    names, addresses = objects_in(held, "name") or [{}], objects_in(held, "address") or [{}]
    shown = plain_name(all_text(match))
    expect_name("the family name", str(names[0].get("family") or ""), match.get("family"), seen)
    given = [part for part in (names[0].get("given") or [])[:1] if plain_name(part) not in shown]
    expect_none("given name left out", given, seen, "Show names in full: they tell people apart.")
    expect_equal("the birth date", str(held.get("birthDate") or ""), match.get("birth_date"), seen)
    due = "" if is_restricted(held) else addresses[0].get("postalCode")
    shown_postcode = (match.get("address") or {}).get("postcode")
    expect_postcode(due, shown_postcode, seen, "Show where people live, but for the restricted.")


@criterion("PDS-49")
def test_a_pick_list_does_not_show_how_well_somebody_matches(evidence: EvidenceView):
    """The matching level is for machines: it is no proof of who somebody is."""
    for journey in evidence.each():
        call, seen = listed(journey)
        named = [key for match in matches(seen) for key in keys_of(match) if LIKENESS.search(key)]
        expect_none("matching level", sorted(set(named)), seen, "Keep the score to yourself.")
        text = all_text(seen.shown)
        told = [written for written in written_scores(call) if written in text]
        expect_none("matching level", told, seen, "Keep the score to yourself.")


def keys_of(value: Any) -> Iterator[str]:
    """Give the names of everything that is shown, and not empty."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if inner not in (None, ""):
                yield str(key)
                yield from keys_of(inner)


def written_scores(call: ExchangeView) -> list[str]:
    """Give the scores of an answer as people would write them; a full one looks like any number."""
    found = {object_in(entry, "search").get("score") for entry in objects_in(call.response.json, "entry")}
    partial = [score for score in found if isinstance(score, float) and 0 < score < 1]
    return [
        text for score in partial for text in (f"{score:g}", f"{score * 100:.0f}%", f"{score * 100:.0f} %")
    ]


@criterion("PDS-49")
def test_nobody_is_chosen_from_a_pick_list_by_the_system(evidence: EvidenceView):
    """Before the choice the referral has adopted nobody; after it, whoever was chosen, whose record was read."""
    for journey in evidence.each():
        call, _ = listed(journey)
        number = issued_to(journey, "wanted")["person"]["nhs_number"]
        chosen = steps(journey, "wanted", "choose_patient")[-1]
        before = [seen for seen in opened(journey, "wanted") if call.seq < seen.seq < chosen.seq]
        later = [seen.seq for seen in steps(journey, "wanted") if seen.seq > chosen.seq]
        until = min(later, default=END)
        after = [seen for seen in opened(journey, "wanted") if chosen.seq < seen.seq < until]
        if not (before and after):
            raise NotShown(f"journey {journey.id}: the referral was not seen before and after the choice")
        expect_equal(
            "the record that is adopted", "", adopted(before[-1]), before[-1], "Let a person choose."
        )
        expect_equal("the record that is adopted", number, adopted(after[-1]), after[-1])
        reads = [
            read
            for read in journey.exchanges("pds", "read_patient", at_least=0)
            if number in map(digits, read.request.segments) and call.seq < read.seq < chosen.seq
        ]
        expect(bool(reads), "the record read by NHS number before it is used", Words("none"), chosen)


@criterion("PDS-49")
def test_who_was_chosen_is_nowhere_once_a_list_has_them_as_restricted(evidence: EvidenceView):
    """Whichever line of the next list is theirs: the copy that was adopted says no more where they are."""
    for journey in evidence.each():
        person = issued_to(journey, "wanted")["person"]
        first = steps(journey, "wanted")[0]
        told = [
            call
            for call in journey.exchanges("pds", "search_patient")
            if call.seq > first.seq and _is_told_restricted(call, person["nhs_number"])
        ]
        after = [seen for seen in opened(journey, "wanted") if told and seen.seq > told[0].seq]
        if not after:
            raise NotShown(f"journey {journey.id}: no later search told that the record is restricted")
        for seen in after:
            shown = searchable(all_text(patient_in(seen)))
            found = [place for place in places(person) if searchable(place) in shown]
            todo = "Take address, telephone and practice out of the adopted copy, whoever else was found."
            expect_none("place of the patient in the record", found, seen, todo)


def _is_told_restricted(call: ExchangeView, number: str) -> bool:
    return any(str(patient.get("id")) == number and is_restricted(patient) for patient in entries(call))

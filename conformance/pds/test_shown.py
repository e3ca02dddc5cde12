"""What screens show of a patient stands in what PDS answered about that patient.

Source: Personal Demographics Service FHIR API, Patient and search results (interface sheet pds-smsp-auth, sections 3
and 5).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cpcs_harness.formats.json_parts import object_in
from cpcs_harness.judging import EvidenceView, JourneyView, NotShown, ObservationView, criterion, expect_none
from cpcs_harness.judging.in_words import in_words

from .._shared.lookups import LOOKS, matches, patient_in
from .._shared.screen import digits
from .._shared.text import plain_name
from ._answered import patients_in, strays_of


def records(journey: JourneyView) -> Iterator[tuple[Mapping[str, Any], ObservationView]]:
    """Give each record of a patient that was shown in a journey: those found, the one chosen, the one adopted."""
    for seen in journey.seen:
        if seen.action in LOOKS and seen.status == "done":
            for patient in matches(seen) if seen.action == "find_patient" else [patient_in(seen)]:
                if digits(patient.get("nhs_number")):
                    yield patient, seen


def named_practices(journey: JourneyView) -> dict[str, set[str]]:
    """Give the codes of the practices that a journey knows under a name: of its patients, and of what was loaded."""
    issued = [one["person"]["practice"] for one in (journey.issued, *journey.also.values()) if one["person"]]
    loaded = [entry for seen in journey.seen for entry in seen.given.get("entries") or ()]
    found: dict[str, set[str]] = {}
    for practice in (*issued, *loaded):
        found.setdefault(plain_name(practice.get("name")), set()).add(str(practice.get("ods")).upper())
    return found


def misnamed(patient: Mapping[str, Any], practices: Mapping[str, set[str]]) -> list[str]:
    """Say which name stands beside a practice's code that is another practice's."""
    practice = object_in(patient, "practice")
    code, name = str(practice.get("ods") or "").strip().upper(), practice.get("name")
    codes = practices.get(plain_name(name), {code}) if code and name else {code}
    return [] if code in codes else [f"practice {code} {in_words(name)}"]


@criterion("PDS-61")
def test_nothing_is_shown_of_a_patient_but_what_pds_answered(evidence: EvidenceView):
    """Name, birth date, gender, address, telephone, practice, restriction and death, from answers about that number."""
    looked = False
    for journey in evidence.each():
        calls = journey.exchanges("pds", at_least=0)
        practices = named_practices(journey)
        for patient, seen in records(journey):
            number = digits(patient.get("nhs_number"))
            before = [call for call in calls if call.seq < seen.seq]
            held = patients_in(before).get(number)
            if held is None and (not patients_in(before) or journey.exchanges("smsp", at_least=0)):
                continue  # a record of the mini service is SMSP-08's
            looked = True
            journey.looked_at.append(seen.id)
            todo = "Show of each patient what PDS answered about their own number."
            strange = ["the NHS number"] if held is None else strays_of(patient, held)
            strange += misnamed(patient, practices)
            expect_none(f"thing shown of {number} that PDS did not answer", strange, seen, todo)
    if not looked:
        raise NotShown("no record was shown that PDS had answered with")


@criterion("PDS-61")
def test_a_search_shows_whom_pds_found_and_nobody_else(evidence: EvidenceView):
    """Nobody who stands in no answer to that search; whoever is looked up again is asked about again."""
    looked = False
    for journey in evidence.each():
        calls = journey.exchanges("pds", at_least=0)
        for seen in journey.observations("find_patient", at_least=0):
            found = patients_in(call for call in calls if call.step == seen.step and call.seq < seen.seq)
            if not found:
                continue  # PDS was not asked, or did not answer: PDS-27, PDS-37 and PDS-39 look at that
            looked = True
            shown = [digits(match.get("nhs_number")) for match in matches(seen)]
            strange = sorted(set(shown) - set(found))
            twice = sorted({number for number in shown if number and shown.count(number) > 1})
            expect_none("patient whom PDS did not answer with", strange, seen, "List whom this search found.")
            expect_none("patient who is listed twice", twice, seen)
    if not looked:
        raise NotShown("no search was answered by PDS")

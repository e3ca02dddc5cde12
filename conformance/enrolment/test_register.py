"""CPPE's register: asked for a number alone, and what it says is told apart.

Source: model of the project: docs/reference/enrolment-model.md.
"""

from urllib.parse import unquote

from cpcs_harness.judging import (
    EvidenceView,
    JourneyView,
    NotShown,
    criterion,
    expect,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import in_words
from cpcs_harness.judging.views import ObservationView

LAPSED, UNKNOWN, RENAMED, DOWN = "lapsed", "unknown", "other name", "register down"


def enrolment_of(journey: JourneyView, label: str) -> ObservationView:
    """Give the first enrolment of somebody of whom the register knows otherwise; none that was tried is NotShown."""
    return enrolments_of(journey, label)[0]


def enrolments_of(journey: JourneyView, label: str) -> list[ObservationView]:
    """Give each enrolment of somebody of whom the register knows otherwise; none that was tried is NotShown."""
    gphc = journey.also[label]["pharmacist"]["gphc"] if label in journey.also else ""
    found = [seen for seen in journey.attempts("enrol_pharmacist") if seen.given["gphc_number"] == gphc]
    if not found:
        raise NotShown(f"journey {journey.id}: nobody was enrolled who is {in_words(label)} by the register")
    return found


@criterion("CPP-01")
def test_the_register_is_asked_for_the_number_alone(evidence: EvidenceView):
    """Each enrolment asks once; no name and nothing of a patient goes there, and nobody is asked for otherwise."""
    for journey in evidence.each():
        calls = journey.exchanges("cppe", "read_pharmacist")
        asked = [call.request.segments[-1] for call in calls]
        tried = [str(seen.given["gphc_number"]) for seen in journey.attempts("enrol_pharmacist")]
        for number in dict.fromkeys(asked):
            at = calls[asked.index(number)]
            expect(number in tried, "a number that somebody keyed in", number, at)
            expect(
                asked.count(number) <= 2 * tried.count(number),
                "one question an enrolment",
                asked.count(number),
                at,
            )
        person, own = journey.person, journey.issued["pharmacist"]
        marks = (own["family"], person["family"], person["nhs_number"])
        for call in calls:
            query = [text for pair in call.request.query for text in pair]
            said = unquote(" ".join([*call.request.segments, *query])) + call.request.body.decode(
                "utf-8", "replace"
            )
            found = [mark for mark in marks if mark.casefold() in said.casefold()]
            expect_none(
                "name or patient in what the register is asked", found, call, "Ask for the number alone."
            )


@criterion("CPP-02")
def test_the_name_is_that_of_the_register(evidence: EvidenceView):
    """Another name than was keyed in: the register's is shown, and kept if the pharmacist is enrolled."""
    for journey in evidence.each():
        seen = enrolment_of(journey, RENAMED)
        pharmacist = journey.also[RENAMED]["pharmacist"]
        due = f"{pharmacist['given']} Wynne-{pharmacist['family']}"
        if seen.status == "done":
            expect_equal(
                "the full name", due, seen.shown.get("full_name"), seen, "Take the name as registered."
            )
        else:
            expect_equal("the enrolment", "refused", seen.status, seen)
            expect(due in (seen.told or ""), f"the name as registered, {due}", seen.told, seen)


@criterion("CPP-03")
def test_a_lapsed_declaration_and_an_unknown_number_are_told_apart_and_not_taken(evidence: EvidenceView):
    """Neither is enrolled, and the words on each are different."""
    for journey in evidence.each():
        ended = {}
        for label, alone in through((LAPSED, UNKNOWN)):
            with alone:
                ended[label] = seen = enrolment_of(journey, label)
                expect_equal(f"the enrolment of one who is {label}", "refused", seen.status, seen)
        lapsed, unknown = ((ended[label].told or "").strip() for label in (LAPSED, UNKNOWN))
        apart = bool(lapsed) and bool(unknown) and lapsed != unknown
        expect(apart, "different words on lapsed and unknown", [lapsed, unknown], ended[UNKNOWN])


@criterion("CPP-04")
def test_a_register_that_cannot_say_keeps_nobody_from_being_enrolled_by_hand(evidence: EvidenceView):
    """Enrolled by hand, and told that the register was not reached: not that it knows nobody, nor that all is well.

    Who is keyed in again, enrolled by now, may be taken as they are, and the register not asked.
    """
    for journey in evidence.each():
        first, *again = enrolments_of(journey, DOWN)
        for seen, apart in through([first, *again]):
            with apart:
                todo = "Enrol by hand while the register is down."
                expect_equal("the enrolment", "done", seen.status, seen, todo)
                register = seen.shown.get("register")
                outcome = register.get("outcome") if isinstance(register, dict) else None
                due = ("unavailable",) if seen is first else ("unavailable", "not-asked")
                expect(outcome in due, f"the register's outcome {' or '.join(due)}", outcome, seen)

"""Nobody is shown: no match, several, an invalid number, or a failure of the mini service.

Source: SMSP Response Codes v1.0; client and provider requirements (interface sheet pds-smsp-auth, section 12, checks
C93 and C94).
"""

import re
from collections.abc import Iterable

from cpcs_harness.judging import (
    EvidenceView,
    JourneyView,
    NotApplicable,
    NotShown,
    ObservationView,
    criterion,
    expect,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words

from .._shared.lookups import (
    done,
    expect_nobody_is_not_said,
    issued_to,
    kinds,
    matches,
    outcome,
    steps,
    told,
)
from .._shared.screen import digits
from ._requests import answered, asked_by_details, checks, expect_heard, struck

FAILURES = {
    "response-error": "SMSP-0002",
    "provider-failure": "SMSP-9999",
    "spine-failure": "DEMOG-9999",
    "soap-fault": "Fault",
    "input-error": "SMSP-0001",
}
SITUATIONS = {
    "unknown": "DEMOG-0001",
    "several": "DEMOG-0007",
    "replaced": "DEMOG-0017",
    "invalidated": "DEMOG-0022",
    "other-birth-date": "DEMOG-0040",
    "old-number": "DEMOG-0042",
    "input-error": "SMSP-0001",
    "stale": "SMSP-0003",
    "provider-failure": "SMSP-9999",
}
"""What a person has to tell apart; the ways in which the service itself can fail are one to them."""
ERROR = ("error", "failed", "refused")
NOT_VERIFIED = "not_verified"


def expect_nobody(journey: JourneyView, label: str, seen: ObservationView) -> None:
    """Raise NotMet when a patient was shown, or adopted afterwards until the next look-up."""
    expect_none("patient shown", matches(seen), seen)
    later = [look_up.seq for look_up in steps(journey, label) if look_up.seq > seen.seq]
    adopted = [
        choice
        for choice in steps(journey, label, "choose_patient")
        if seen.seq < choice.seq < min(later, default=choice.seq + 1) and choice.status == "done"
    ]
    expect_none("patient adopted", [choice.where for choice in adopted], adopted[0] if adopted else seen)


@criterion("SMSP-14")
def test_nobody_is_told_as_nobody(evidence: EvidenceView):
    """Nobody has the number: that is what is said, and it is no failure."""
    for journey in evidence.each():
        expect_heard(journey, "unknown")
        seen = steps(journey, "unknown")[0]
        expect_equal("the outcome for a number that nobody has", "not_found", outcome(seen), seen)
        expect_nobody(journey, "unknown", seen)
        for checked in checks(journey, "unknown"):
            expect_one_of(("not_found", NOT_VERIFIED), "a number that nobody has", checked)


@criterion("SMSP-14")
def test_nobody_found_is_not_said_beside_somebody(evidence: EvidenceView):
    """Of whom the mini service found no words say that it found nobody."""
    for journey in evidence.each():
        expect_nobody_is_not_said(journey)


@criterion("SMSP-15")
def test_several_are_told_and_more_is_asked_for(evidence: EvidenceView):
    """More than one matches: it is said, more is asked for, nobody is adopted, and the refined look-up finds."""
    for journey in evidence.each():
        expect_heard(journey, "several")
        first, *others = steps(journey, "several")
        todo = "DEMOG-0007: show nobody, and have more details entered."
        expect_equal("the outcome where several match", "too_many", outcome(first), first, todo)
        asked = told(first) != "" or "refine" in kinds(first.shown.get("notices"))
        expect(asked, "words that ask for more, or a notice refine", Words("none"), first, todo)
        expect_nobody(journey, "several", first)
        if not others:
            raise NotShown(f"journey {journey.id}: no refined look-up followed")
        expect_equal("the outcome once the postcode is known", "found", outcome(others[-1]), others[-1])


@criterion("SMSP-16")
def test_an_invalidated_number_is_told_as_that(evidence: EvidenceView):
    """The number is no longer in use: that is neither nobody nor a failure, and nobody is adopted."""
    for journey in evidence.each():
        expect_heard(journey, "invalidated")
        seen = steps(journey, "invalidated")[0]
        todo = "DEMOG-0022: say that the number was made invalid."
        expect_equal("the outcome for an invalidated number", "invalidated", outcome(seen), seen, todo)
        expect_nobody(journey, "invalidated", seen)
        for checked in checks(journey, "invalidated"):
            expect_one_of(("invalidated", NOT_VERIFIED), "an invalidated number", checked, todo)


def expect_one_of(due: tuple[str, str], what: str, seen: ObservationView, todo: str = "") -> None:
    """Raise NotMet unless a check of a number came to one of two outcomes: it is for that answer alone."""
    expect(outcome(seen) in due, f"a check of {what} to end {due[0]} or {due[1]}", outcome(seen), seen, todo)


@criterion("SMSP-17")
def test_a_number_that_was_not_verified_is_shown_as_that(evidence: EvidenceView):
    """Number and birth date are not of one patient: not verified, which is neither verified nor a failure."""
    for journey in evidence.each():
        expect_heard(journey, "other-birth-date")
        seen = steps(journey, "other-birth-date")[0]
        todo = (
            "Say that number and birth date do not belong together (DEMOG-0040, or verifyNHSNumber's false)."
        )
        expect_equal("the outcome for another's birth date", NOT_VERIFIED, outcome(seen), seen, todo)
        expect_nobody(journey, "other-birth-date", seen)
        for checked in checks(journey, "other-birth-date"):
            expect_equal("the outcome of the check", NOT_VERIFIED, outcome(checked), checked, todo)
        for checked in [seen for seen in checks(journey, "checked") if seen.given.get("nhs_number")][:1]:
            expect_equal("the outcome of checking the right number", "verified", outcome(checked), checked)


@criterion("SMSP-17")
def test_a_number_that_is_asked_for_by_details_is_the_patients(evidence: EvidenceView):
    """Who asks by name and birth date, and without the record, is told the one number that belongs to them."""
    for journey in evidence.each():
        due, asked = issued_to(journey, "checked")["person"], asked_by_details(journey, "checked")
        if not asked:
            raise NotApplicable("the system asks for no number by details")
        expect_heard(journey, "checked")
        journey.looked_at.extend(seen.id for seen in asked)
        for seen in asked:
            todo = "Show the NHS number that getNHSNumber gave."
            expect_equal(
                "the NHS number", due["nhs_number"], digits(seen.shown.get("nhs_number")), seen, todo
            )


@criterion("SMSP-18")
def test_a_failure_is_told_as_one(evidence: EvidenceView):
    """A fault, or a code that says that something went wrong, is neither a match nor the lack of one."""
    for journey in evidence.each():
        for (label, code), apart in through(FAILURES.items()):
            with apart:
                answered(journey, label, code)
                seen = steps(journey, label)[0]
                todo = f"Say that the question was not answered ({code}), and let the work go on."
                expect(outcome(seen) in ERROR, "the outcome error", outcome(seen), seen, todo)
                expect_nobody(journey, label, seen)


@criterion("SMSP-19")
def test_each_answer_is_told_in_words_of_its_own(evidence: EvidenceView):
    """What the person reads differs between the situations that response codes tell apart."""
    for journey in evidence.each():
        words: dict[str, tuple[str, ObservationView]] = {}
        for (label, code), apart in through(SITUATIONS.items()):
            with apart:
                seen = steps(journey, label)[0]
                if label != "other-birth-date":  # verifyNHSNumber says no to it without this code
                    answered(journey, label, code)
                said = _general(told(seen), _people(journey))
                expect(said != "", f"word of {code}", Words("nothing"), seen, "Say what it means.")
                same = words.get(said)
                if same is not None:
                    expect(
                        False, f"other words for {code} than for {same[0]}", said, seen, "Tell them apart."
                    )
                words[said] = (code, seen)


def _people(journey: JourneyView) -> list[str]:
    """Give what differs from patient to patient anyhow."""
    people = [issued["person"] for issued in journey.also.values()]
    return [str(person[key]).casefold() for person in people for key in ("family", "given")]


def _general(text: str, names: Iterable[str]) -> str:
    """Give a text without digits and names, in one case: people are often named in capitals."""
    text = text.casefold()
    for name in names:
        text = text.replace(name, "")
    return " ".join(re.sub(r"\d([\s-]?\d)*", "", text).split())


@criterion("SMSP-20")
def test_work_goes_on_while_the_mini_service_is_down(evidence: EvidenceView):
    """No answer, or none that can be read: that is said, and a consultation is recorded and completed without it."""
    for journey in evidence.each():
        down = [call for call in journey.calls if call.fault == "down"]
        if not down:
            raise NotShown(
                f"journey {journey.id}: nothing that the harness plays was asked while it was down"
            )
        look_ups = steps(journey, "down")
        asking = [seen for seen in look_ups if not seen.given.get("nhs_number")]  # may want more said first
        by_number = [seen for seen in look_ups if seen not in asking]
        for seen, apart in through([*by_number, *struck(journey, [*asking, *checks(journey, "down")], down)]):
            with apart:
                todo = "Say that no answer came."
                expect(outcome(seen) in ERROR, "the outcome error", outcome(seen), seen, todo)
                expect_none("patient shown", matches(seen), seen)
        for action, apart in through(("record_consultation", "complete")):
            with apart:
                ended = steps(journey, "down", action)[-1]
                todo = "Let the pharmacist go on with what the referral says."
                expect_equal(f"the end of {action}", "done", ended.status, ended, todo)
        done(journey, "down", "complete")

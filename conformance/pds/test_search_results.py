"""What is shown of a search: one match, none, too many, a former name; and work without PDS.

Source: Personal Demographics Service FHIR API, search for a patient (interface sheet pds-smsp-auth, sections 5 and 8,
checks C57, C58, C60, C65, C73 and C77).
"""

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
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

from .._shared.lookups import expect_nobody_is_not_said
from .._shared.screen import digits, expect_name
from ._answers import expect_answered
from ._records import attempts, held, told_of
from ._requests import adopted, calls_about, code_of, issued_to, kinds, matches, opened, outcome, steps, told
from ._searches import found_nobody

SEARCHED = ("unique", "none", "too-many")
PREMISES = ("here", "there", "here again")


@criterion("PDS-38")
def test_too_many_matches_are_said_to_be_too_many(evidence: EvidenceView):
    """TOO_MANY_MATCHES is neither nobody nor an error: more is asked for, and nobody is shown."""
    for journey in evidence.each():
        seen = steps(journey, "too-many")[0]
        answer = last_before(journey, "too-many", seen)
        if (
            code_of(answer) != "TOO_MANY_MATCHES"
        ):  # who asks with more by themselves may have found the patient
            raise NotShown(f"journey {journey.id}: PDS did not say TOO_MANY_MATCHES", exchanges=[answer.id])
        expect_equal("outcome", "too_many", outcome(seen), seen, "Look at details.coding.code, with 200 too.")
        expect_none("patient", matches(seen), seen)
        expect(
            told(seen) != "",
            "words that ask for more",
            Words("none"),
            seen,
            "Ask for first name and postcode.",
        )


@criterion("PDS-38")
def test_who_says_more_is_found(evidence: EvidenceView):
    """With first name and postcode the patient is found."""
    for journey in evidence.each():
        number = issued_to(journey, "too-many")["person"]["nhs_number"]
        seen = steps(journey, "too-many")[-1]
        expect_answered(evidence, journey, "too-many", seen)
        expect_equal("outcome", "found", outcome(seen), seen)
        expect_equal("patients", [number], [digits(match.get("nhs_number")) for match in matches(seen)], seen)


@criterion("PDS-39")
def test_nobody_found_is_said_and_the_search_goes_on(evidence: EvidenceView):
    """No match is told in words, is no failure, and the next search finds the patient."""
    for journey in evidence.each():
        first, *others = steps(journey, "none")
        answer = last_before(journey, "none", first)
        if not found_nobody(answer):
            raise NotShown(f"journey {journey.id}: PDS found somebody at once", exchanges=[answer.id])
        if not others:
            raise NotShown(f"journey {journey.id}: no corrected search followed", exchanges=[answer.id])
        last = others[-1]
        expect_answered(evidence, journey, "none", last)
        expect_equal("outcome", "not_found", outcome(first), first, "An empty Bundle has no entry.")
        expect_none("patient", matches(first), first)
        expect(
            told(first) != "", "words that say what to do", Words("none"), first, "Say what can be corrected."
        )
        expect_equal("outcome of the corrected search", "found", outcome(last), last)


@criterion("PDS-39")
def test_nobody_found_is_not_said_beside_somebody(evidence: EvidenceView):
    """Of whom a search found no words say that it found nobody."""
    for journey in evidence.each():
        expect_nobody_is_not_said(journey)


@criterion("PDS-40")
def test_nobody_is_adopted_who_was_not_chosen(evidence: EvidenceView):
    """After a search, whatever it found, the referral has no record until the pharmacist chooses one."""
    for journey in evidence.each():
        for label, apart in through(SEARCHED if "unique" in journey.also else ()):
            with apart:
                chosen = steps(journey, label, "choose_patient")[0]
                before = [seen for seen in opened(journey, label) if seen.seq < chosen.seq]
                if not before:
                    raise NotShown(
                        f"journey {journey.id}: the referral of {label} was not seen before the choice"
                    )
                for seen in before:
                    expect_equal(
                        "the record that is adopted", "", adopted(seen), seen, "Let the person confirm it."
                    )


@criterion("PDS-40")
def test_each_referral_has_the_record_that_was_chosen_for_it(evidence: EvidenceView):
    """After the choice the referral shows that patient's record, in whichever pharmacy it is."""
    for journey in evidence.each():
        for label, apart in through(SEARCHED if "unique" in journey.also else PREMISES):
            with apart:
                chosen = [seen for seen in steps(journey, label, "choose_patient") if seen.status == "done"]
                after = [seen for seen in opened(journey, label) if chosen and seen.seq > chosen[-1].seq]
                if not after:
                    raise NotShown(
                        f"journey {journey.id}: the referral of {label} was not seen after the choice"
                    )
                number = issued_to(journey, label)["person"]["nhs_number"]
                expect_equal("the record that is adopted", number, adopted(after[-1]), after[-1])


@criterion("PDS-48")
def test_a_match_by_a_former_name_is_shown_as_one(evidence: EvidenceView):
    """Who is found by a name of former times is shown under the present one, with a word of it."""
    for journey in evidence.each():
        seen = steps(journey, "former-name")[-1]
        if outcome(seen) != "found" or not matches(seen):
            if not _looks_at_former_details(journey):
                raise NotApplicable("no search looked at former details (_history), which is a may")
            raise NotShown(f"journey {journey.id}: nobody was found by a former name", exchanges=[seen.id])
        present = held(journey, "former-name")["names"][0]["family"]
        for match in matches(seen):
            expect_name("the family name", present, match.get("family"), seen, "Show what PDS has now.")
            said = kinds(match.get("notices")) | kinds(seen.shown.get("notices"))
            todo = "Say that the match is by former details."
            expect("historic" in said, "a notice of kind historic", sorted(said), seen, todo)
        for label, apart in through(("unique", "sounds-alike")):
            with apart:
                for looked in attempts(journey, label):
                    said = {kind for match in matches(looked) for kind in kinds(match.get("notices"))}
                    said |= kinds(looked.shown.get("notices")) if matches(looked) else set()
                    expect("historic" not in said, "no word of former details", sorted(said), looked)


def _looks_at_former_details(journey: JourneyView) -> bool:
    """Say whether a search for who has a former name may have looked at former details, as far as was seen."""
    calls = calls_about(journey, "former-name", at_least=0)
    searches = [call for call in calls if call.operation == "search_patient" and call.response.status == 200]
    asked = {name for call in searches for name, _ in call.request.query}
    return not searches or bool(asked & {"_history", "_fuzzy-match"})


@criterion("PDS-47")
def test_a_consultation_goes_on_without_pds(evidence: EvidenceView):
    """While PDS is down the consultation is recorded and completed."""
    for journey in evidence.each():
        first = down(journey)
        for action, apart in through(("record_consultation", "complete")):
            with apart:
                seen = [step for step in steps(journey, "down", action) if step.seq > first.seq][-1:]
                for ended in seen:
                    expect_equal(f"{action} without PDS", "done", ended.status, ended, "Let the work go on.")
                if not seen:
                    raise NotShown(f"journey {journey.id}: {action} was not done after PDS was down")


@criterion("PDS-47")
def test_a_number_that_could_not_be_traced_is_marked(evidence: EvidenceView):
    """While PDS is down the referral has adopted nobody, and says that its NHS number was not verified."""
    for journey in evidence.each():
        first, chosen = down(journey), steps(journey, "down", "choose_patient")[-1]
        between = [seen for seen in opened(journey, "down") if first.seq < seen.seq < chosen.seq]
        if not between:
            raise NotShown(f"journey {journey.id}: the referral was not seen while PDS was down")
        for seen in between:
            expect_equal("the record that is adopted", "", adopted(seen), seen)
            marked = told_of(seen) & {"unavailable", "number-not-verified"}
            expect(
                bool(marked), "a notice of kind unavailable", Words("none"), seen, "Mark it as not verified."
            )


@criterion("PDS-47")
def test_a_patient_is_traced_later(evidence: EvidenceView):
    """When PDS is back the patient of the completed consultation is found and adopted, and the mark is gone."""
    for journey in evidence.each():
        down(journey)
        number = issued_to(journey, "down")["person"]["nhs_number"]
        found = steps(journey, "down")[-1]
        expect_answered(evidence, journey, "down", found)
        expect_equal("outcome", "found", outcome(found), found, "Let a trace be made good later.")
        last = opened(journey, "down")[-1]
        expect_equal("the record that is adopted", number, adopted(last), last)
        expect("unavailable" not in kinds(last.shown.get("notices")), "the mark gone", last.shown, last)


def last_before(journey: JourneyView, label: str, seen: ObservationView) -> ExchangeView:
    """Give the last request about a patient that a search led to; NotShown where it led to none."""
    found = [call for call in calls_about(journey, label) if call.seq < seen.seq]
    if not found:
        raise NotShown(f"journey {journey.id}: PDS was not asked for patient {label} at first")
    return found[-1]


def down(journey: JourneyView) -> ObservationView:
    """Give the first search while PDS was down; NotShown where PDS was not asked then."""
    if not any(call.fault for call in calls_about(journey, "down")):
        raise NotShown(f"journey {journey.id}: PDS was not asked while it was down")
    return steps(journey, "down")[0]

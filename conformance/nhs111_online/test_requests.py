"""Requests of NHS 111 online are taken in, kept apart, and shown as patients made them.

Source: NHS 111 online's ITK messaging engine, as published (interface sheet nhs111-itk22, 4.2, case A03).
"""

from collections.abc import Callable

from cpcs_harness.judging import EvidenceView, JourneyView, Unseen, criterion, expect, through
from cpcs_harness.judging.in_words import Words

from .._shared.nhs111_report.expectations import Wrong, expect_right
from .._shared.nhs111_report.messages import Plain, name_of, report_of
from .._shared.nhs111_report.shown import (
    callback_faults,
    caller_faults,
    identity_faults,
    number_faults,
    practice_faults,
    telephone_faults,
    text_faults,
)
from .._shared.nhs111_report.strays import address_faults, stray_sections, stray_telephones
from .._shared.screen import expect_row_of, looks, rows
from ._requests import ALL, COLLIDING, PLAIN, is_listed, requests, screen_of


def faults_on_screens(
    journey: JourneyView, names: tuple[str, ...], faults: Callable[[Plain, Plain], list[str]]
) -> Wrong:
    """Name what is wrong on the screens of these requests; one that was not opened is told where nothing is."""
    wrong: Wrong = []
    unseen = Unseen()
    for call in requests(journey, *names):
        with unseen:
            seen = screen_of(journey, call)
            wrong += [(f"{name_of(call)}: {fault}", seen) for fault in faults(report_of(call), seen.shown)]
    if not wrong:
        unseen.tell()
    return wrong


@criterion("N111O-01")
def test_each_request_is_taken_in_and_listed(evidence: EvidenceView):
    """Without number, practice, sender's address or end: a SimpleMessageResponse, and a row."""
    for journey in evidence.each():
        wrong: Wrong = []
        unseen = Unseen()
        for call in requests(journey, *ALL):
            with unseen:
                said = f"{name_of(call)}: HTTP status {call.response.status}, or not listed"
                wrong += [] if is_listed(journey, call) else [(said, call)]
        expect_right(
            "each request acknowledged and listed", wrong, "Ask for no more than a request has to have."
        )
        unseen.tell()


@criterion("N111O-02")
def test_the_patient_is_shown_as_sent_and_nothing_is_invented(evidence: EvidenceView):
    """Name, birth date as far as it was given, gender, number and practice; no address but the one given."""

    def faults(report: Plain, shown: Plain) -> list[str]:
        parts = (identity_faults, number_faults, practice_faults, address_faults)
        return [fault for part in parts for fault in part(report, shown)]

    for journey in evidence.each():
        wrong = faults_on_screens(journey, PLAIN, faults)
        expect_right("the patient as sent, and nothing in the place of what was not", wrong)


@criterion("N111O-03")
def test_both_callback_numbers_are_shown_with_whose_they_are(evidence: EvidenceView):
    """The patient's, and that of whoever filled the form in."""

    def faults(report: Plain, shown: Plain) -> list[str]:
        return [
            *callback_faults(report, shown),
            *telephone_faults(report, shown),
            *stray_telephones(report, shown),
        ]

    for journey in evidence.each():
        expect_right("both numbers, each with whose it is", faults_on_screens(journey, PLAIN, faults))


@criterion("N111O-04")
def test_cases_with_the_same_short_id_are_kept_apart(evidence: EvidenceView):
    """Two referrals, each with its own patient and numbers."""

    def faults(report: Plain, shown: Plain) -> list[str]:
        return (
            identity_faults(report, shown)
            + callback_faults(report, shown)
            + caller_faults(report["caller"], shown)
        )

    for journey in evidence.each():
        calls = requests(journey, *COLLIDING)
        wrong: Wrong = []
        unseen = Unseen()
        for call in calls:
            with unseen:
                if not is_listed(journey, call):
                    wrong.append((f"{name_of(call)}: not listed", call))
        expect_right("two referrals", wrong)
        unseen.tell()
        due, todo = (
            "two referrals, each of its own patient",
            "Know a case by its reference, not its short id.",
        )
        expect_right(due, faults_on_screens(journey, COLLIDING, faults), todo)
        names = {str(screen_of(journey, call).referral) for call in calls}
        expect_right(due, [(f"both are referral {names.pop()}", calls[-1])] if len(names) == 1 else [], todo)


@criterion("N111O-04")
def test_a_case_that_was_keyed_in_stays_its_patients(evidence: EvidenceView):
    """Where staff keyed in another patient's case with that short id: its row is there, and is of that patient."""
    for journey in evidence.each():
        last = requests(journey, *ALL)[-1]
        kept = [seen for seen in journey.attempts("key_referral", at_least=0) if seen.status == "done"]
        for keyed, apart in through(kept):
            with apart:
                look = looks(journey, keyed.actor["ods"], last.seq)[-1]
                own = keyed.shown.get("referral")
                listed = [row for row, _, _ in look.read(rows) if row.get("referral") == own]
                due = "the case that was keyed in on the worklist"
                expect(bool(listed), due, Words("none"), look, timing="absent")
                expect_row_of(keyed.given["patient"], listed[0], look)


@criterion("N111O-06")
def test_the_text_is_shown_whole(evidence: EvidenceView):
    """Every section, as it was typed in."""

    def faults(report: Plain, shown: Plain) -> list[str]:
        return [*text_faults(report, shown), *stray_sections(report, shown)]

    for journey in evidence.each():
        wrong = faults_on_screens(journey, (*PLAIN, *COLLIDING), faults)
        expect_right("every word of every section, in order", wrong, "Show it whole.")

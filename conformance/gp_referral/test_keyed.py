"""Referrals that staff key in are listed and shown.

Source: PSNC, CPCS frequently asked questions, November 2019.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    ObservationView,
    criterion,
    expect,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.expect import expect_same, squeezed
from cpcs_harness.judging.in_words import in_words

from .._shared.screen import all_text, expect_patient, looks, opened, rows_of
from ._referrals import GP_PRACTICE

HEADINGS = {"complaint": "complaint", "notes": "note"}
"""What staff key in, and the word that a heading of it alone has."""


@criterion("GPR-05")
def test_what_staff_keyed_in_is_on_the_worklist_as_a_practices(evidence: EvidenceView):
    """Taken, listed once at the pharmacy where it was keyed in, and marked as a GP practice's.

    A reference that another patient has may be refused: it is keyed in under another one then.
    """
    for journey in evidence.each():
        attempts = journey.attempts("key_referral")
        for keyed, apart in through(attempts):
            with apart:
                others = of_others_under_its_reference(keyed, attempts)
                if keyed.status == "refused" and any(other.seq < keyed.seq for other in others):
                    continue
                expect(
                    keyed.status == "done", "key_referral to be done", f"{keyed.status}: {keyed.told}", keyed
                )
                number = keyed.given["patient"]["nhs_number"]
                references = [] if others else [keyed.given["reference"]]
                seen_after = looks(journey, keyed.actor["ods"], keyed.seq)
                for seen in seen_after:
                    rows = rows_of(seen, number, references)
                    due = len(rows) == 1 if seen is seen_after[-1] else len(rows) <= 1
                    expect(due, "one row of what was keyed in", rows, seen)
                    for row in rows:
                        expect_equal("its source", GP_PRACTICE, row.get("source"), seen)


def of_others_under_its_reference(
    keyed: ObservationView, attempts: Iterable[ObservationView]
) -> list[ObservationView]:
    """Give what was keyed in of other patients under the same reference: rows are told apart by number alone."""
    number, reference = keyed.given["patient"]["nhs_number"], keyed.given["reference"]
    alike = [other for other in attempts if other.given["reference"] == reference]
    return [other for other in alike if other.given["patient"]["nhs_number"] != number]


@criterion("GPR-05")
def test_what_staff_keyed_in_is_shown_as_it_was_keyed(evidence: EvidenceView):
    """Patient, practice, complaint and notes: as texts and not as headings, and neither under the other's."""
    for journey in evidence.each():
        for keyed, apart in through(journey.attempts("key_referral")):
            with apart:
                for seen in opened(journey, keyed.about):
                    expect_patient(keyed.given["patient"], seen)
                    practice = seen.shown.get("practice") or {}
                    due = keyed.given["practice_ods"]
                    expect_same("the practice's ODS code", due, practice.get("ods"), seen)
                    expect_words(keyed.given, seen)


def expect_words(given: Mapping[str, Any], seen: ObservationView) -> None:
    """Raise NotMet unless complaint and notes stand among the texts, and under no heading of the other's alone."""
    texts = all_text(without_headings(seen.shown))
    for what in HEADINGS:
        for line in given[what].splitlines():
            expect(squeezed(line) in texts, f"the {what}, as a text: {in_words(line)}", texts, seen)
    expect_none("text under the other's heading", sorted(misplaced(given, seen.shown)), seen)


def without_headings(shown: object) -> object:
    """Give what is shown without the headings of sections."""
    if isinstance(shown, Mapping):
        return {key: without_headings(inner) for key, inner in shown.items() if key != "title"}
    return [without_headings(inner) for inner in shown] if isinstance(shown, list | tuple) else shown


def misplaced(given: Mapping[str, Any], shown: Mapping[str, Any]) -> Iterator[str]:
    """Name what stands under the heading of the other, and is not beside it there."""
    held = [part for part in shown.get("sections") or () if isinstance(part, Mapping)]
    for section in held:
        title, text = str(section.get("title")).casefold(), squeezed(str(section.get("text")))
        named = [what for what, word in HEADINGS.items() if word in title]
        there = [what for what in HEADINGS if given[what] and squeezed(given[what]) in text]
        if len(named) == 1 and there and named[0] not in there:
            yield f"the {there[0]}"

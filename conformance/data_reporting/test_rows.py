"""Whose consultations an export has: the pharmacy's, the month's, each once; corrected ones as corrected.

Source: CPCS Technical Toolkit, June 2021, row Data reporting; model of the project: docs/reference/extract-model.md.
"""

from cpcs_harness.judging import (
    EvidenceView,
    JourneyView,
    NotShown,
    criterion,
    expect_equal,
    expect_none,
    through,
)

from ._exports import Export, exports_of
from ._treated import AMENDED, PLAIN, patient, treated


@criterion("DAT-02")
def test_each_consultation_of_the_pharmacy_is_in_it_once_and_no_other(evidence: EvidenceView):
    """Who was treated there, corrected or not; not who waits, and nobody of another pharmacy or month."""
    for journey in evidence.each():
        for export, apart in through(exports_of(journey)):
            with apart:
                _expect_each_once(journey, export)
                expect_none("row of another pharmacy", export.strangers, export.seen)
                expect_none("row of another month", export.elsewhen, export.seen)


def _expect_each_once(journey: JourneyView, export: Export) -> None:
    due = {who.label for who in treated(journey, export)}
    for label, apart in through((PLAIN, *journey.also)):
        with apart:
            who = patient(journey, label)
            what = f"rows of case {who.case_reference}, of {label or 'the first patient'},"
            expect_equal(what, int(label in due), len(export.of(who.case_reference)), export.seen)


@criterion("DAT-07")
def test_a_corrected_record_is_exported_as_corrected(evidence: EvidenceView):
    """The words that hold now, once, and not those of before."""
    for journey in evidence.each():
        who = patient(journey, AMENDED)
        amended = who.acts("amend_consultation")
        if not amended:
            raise NotShown(f"journey {journey.id}: nothing was corrected")
        for export in who.exports():
            texts = [row.get("presenting_complaint") for row in export.of(who.case_reference)]
            due = amended[-1].given["presenting_complaint"]
            expect_equal("the corrected text, once,", [due], texts, export.seen)

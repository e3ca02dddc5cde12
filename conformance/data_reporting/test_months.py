"""In which month a consultation is exported: that in which it was completed, as it was in London.

Source: CPCS Technical Toolkit, June 2021, row Data reporting; model of the project: docs/reference/extract-model.md.
"""

from datetime import datetime, timedelta

from cpcs_harness.judging import EvidenceView, NotShown, criterion, expect, expect_equal, through

from ._exports import Export, exports_of
from ._moments import moment_of, month_of
from ._treated import PLAIN, WAITS, Treated, patient

STEP = timedelta(minutes=2)
"""How long it may take until we have the answer that it is done."""
OFF = timedelta(minutes=30)
"""By how much the candidate's clock may differ from ours: less than any two offsets from UTC do."""


@criterion("DAT-09")
def test_a_consultation_is_of_the_month_that_it_was_in_london(evidence: EvidenceView):
    """By the clock of whoever drove the candidate, and not by what it says itself."""
    for journey in evidence.each():
        exports = exports_of(journey)
        for label, apart in through((PLAIN, *journey.also)):
            with apart:
                if label != WAITS:
                    who = patient(journey, label)
                    _expect_in_its_month(
                        who, [export for export in exports if export.pharmacy == who.pharmacy]
                    )


def _expect_in_its_month(who: Treated, exports: list[Export]) -> None:
    done = who.done
    ended = datetime.fromisoformat(done.clock)
    month = month_of(done.clock)
    if month != month_of((ended - STEP).isoformat()) or all(export.month != month for export in exports):
        raise NotShown(
            f"{done.where}: it was done at {done.clock}, and no export is of that moment for certain"
        )
    for export in exports:
        rows = export.of(who.case_reference)
        what = f"rows in the export of {export.month} of who was treated at {done.clock}"
        expect_equal(what, int(export.month == month), len(rows), export.seen)
        for row in rows:
            completed = moment_of(row.get("completed", ""))
            right = completed is not None and abs(completed - ended) < OFF
            expect(right, f"completed at about {done.clock}", row.get("completed"), export.seen)

"""A report that was acknowledged is on the worklist: once, and also after a restart.

Source: ITK2.2 Core / Toolkit Workbench rule set, responses (interface sheet nhs111-itk22, 6.3, cases S01 and S14).
"""

from collections.abc import Sequence

from cpcs_harness.judging import (
    EvidenceView,
    JourneyView,
    NotMet,
    NotShown,
    ObservationView,
    criterion,
    expect,
)
from cpcs_harness.judging.in_words import Words

from .._shared.nhs111_report.messages import report_of
from .._shared.nhs111_report.worklists import rows_of_report

SMALLEST_PAGE = 10
NEVER = 10**12
"""Later than any event of a run."""


def acknowledged(journey: JourneyView) -> int:
    """Give the number of the event with which the journey's first report was taken in."""
    first = journey.exchanges("nhs111", "send_report")[0]
    if first.response.status != 200:
        raise NotShown(f"the report was not taken in: {first.where} was answered {first.response.status}")
    return first.seq


def page_of(looks: Sequence[ObservationView]) -> int:
    """Give how many rows a worklist shows where it seems to show a page: as many in each look, and a round number."""
    counts = {len(look.shown.get("referrals") or ()) for look in looks}
    rows = counts.pop() if len(counts) == 1 else 0
    return rows if rows >= SMALLEST_PAGE and rows % 5 == 0 else 0


@criterion("N111-07")
def test_what_was_acknowledged_outlives_a_sudden_stop(evidence: EvidenceView):
    """Acknowledged, stopped at once or in the midst of others, and on the worklist when the system is back."""
    for journey in evidence.each():
        acknowledged(journey)
        stopped = journey.observations("restart", at_least=2)[-1]
        looks = [look for look in journey.observations("worklist") if look.seq > stopped.seq]
        taken = [call for call in journey.sent("nhs111", "send_report") if call.response.status == 200]
        if not looks:
            raise NotShown("the worklist was not seen after the last stop")
        todo = "Store the referral durably before you answer, and let `worklist` give every page."
        lost = [call for call in taken if not any(rows_of_report(report_of(call), look) for look in looks)]
        page = page_of(looks) if lost else 0
        if page:
            why = f"each look after the stop showed {page} rows, which may be a page: let `worklist` give every page"
            raise NotShown(why, blame="configuration", exchanges=[look.id for look in looks])
        if lost:
            due = f"the referral that {lost[0].id} was acknowledged for"
            told = f"no row of it in {len(looks)} looks after the stop"
            ids = [lost[0].id, looks[-1].id]
            raise NotMet(due, told, at=looks[-1].where, todo=todo, exchanges=ids)


@criterion("N111-08")
def test_each_report_is_on_the_worklist_exactly_once(evidence: EvidenceView):
    """One row for one report, until its consultation is completed at least, at the addressed pharmacy."""
    for journey in evidence.each():
        acknowledged(journey)
        completed = next((seen.seq for seen in journey.observations("complete", at_least=0)), NEVER)
        due = journey.report["premises"]["ods"]
        looks = journey.observations("worklist")
        open_looks = [look for look in looks if look.seq < completed]
        if not open_looks:
            raise NotShown(
                f"journey {journey.id}: the worklist was not seen before the consultation was completed"
            )
        found = rows_of_report(journey.report, open_looks[-1])
        expect(bool(found), "the referral on the worklist", Words("no row of it"), open_looks[-1])
        for look in looks:  # once it is completed it may stay, or leave the list
            rows = rows_of_report(journey.report, look)
            expect(len(rows) <= 1, "one row for the referral", Words(f"{len(rows)} rows"), look)
            elsewhere = [row.get("ods") for row in rows if row.get("ods") not in (due, None, "")]
            expect(not elsewhere, f"the row under pharmacy {due}", elsewhere, look)

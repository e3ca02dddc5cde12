"""When a referral came in, and by when the patient is to be seen.

Source: NHS Pathways dispositions, "within ... hours" (interface sheet nhs111-itk22, 4.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    NotApplicable,
    ObservationView,
    criterion,
    expect,
    expect_equal,
)
from cpcs_harness.times import moment_of

from .._shared.nhs111_report.messages import is_taken, report_of
from .._shared.nhs111_report.worklists import rows_of_report

MINUTE = timedelta(minutes=1)
HOURS = re.compile(r"within (\d+) hours?\b")


@criterion("N111-46")
def test_the_worklist_shows_when_each_referral_came_in(evidence: EvidenceView):
    """The moment of each report that was taken in, on every look at the worklist."""
    for journey in evidence.each():
        for call, look, row in _listed(journey):
            came = moment_of(call.clock)
            shown = _moment(row.get("received"))
            near = shown is not None and abs(shown - came) <= MINUTE
            todo = "Keep the moment, or the wall clock's time with its offset: an hour comes twice."
            expect(near, f"received at {came.isoformat()}", row.get("received"), look, todo)


@criterion("N111-47")
def test_a_referral_is_due_by_the_hours_of_its_disposition(evidence: EvidenceView):
    """Counted from the report, or from its receipt; and overdue from then on."""
    found = [said for journey in evidence.each() for said in _opened(journey)]
    if not any(_due(seen) for _, seen in found):
        raise NotApplicable("the screen does not say by when a patient is to be seen")
    for call, seen in found:
        wait = HOURS.search(report_of(call)["disposition_text"])
        if wait is None:
            none = "nothing to be due, for the disposition says no hours"
            expect(_due(seen) is None, none, _due(seen), seen, "Where none are said, say nothing.")
        else:
            expect_due(timedelta(hours=int(wait[1])), call, seen)


def expect_due(wait: timedelta, call: ExchangeView, seen: ObservationView) -> None:
    """Raise NotMet unless a referral is due so long after its report, and overdue from then on."""
    told, due = _urgency(seen), _moment(_due(seen))
    earliest, latest = moment_of(report_of(call)["created"]) + wait, moment_of(call.clock) + wait
    between = due is not None and earliest - MINUTE <= due <= latest + MINUTE
    todo = "Add the hours, which may be one, to a moment, and not to the time on the wall."
    expect(between, f"due at {earliest.isoformat()}", told.get("due"), seen, todo)
    now = moment_of(seen.clock)
    if due is not None and told.get("overdue") is not None and abs(now - due) > MINUTE:
        what = f"whether what is due at {due.isoformat()} is overdue at {now.isoformat()}"
        expect_equal(what, now > due, told["overdue"], seen)


def _listed(journey: JourneyView) -> Iterator[tuple[ExchangeView, ObservationView, Mapping[str, Any]]]:
    """Go through the rows about each report that was taken in."""
    looks = journey.observations("worklist")
    for call in filter(is_taken, journey.sent("nhs111", "send_report")):
        for look in looks:
            for row in rows_of_report(report_of(call), look) if look.seq > call.seq else ():
                yield call, look, row


def _opened(journey: JourneyView) -> Iterator[tuple[ExchangeView, ObservationView]]:
    """Go through what was shown of each report that was taken in."""
    for call in filter(is_taken, journey.sent("nhs111", "send_report")):
        yield from ((call, seen) for seen in journey.shown_of(report_of(call)["document_id"]))


def _due(seen: ObservationView) -> object:
    """Give by when a screen says that the patient is to be seen; None where it does not."""
    return _urgency(seen).get("due")


def _urgency(seen: ObservationView) -> Mapping[str, Any]:
    told = seen.shown.get("urgency")
    return told if isinstance(told, Mapping) else {}


def _moment(written: object) -> datetime | None:
    """Read a moment; None for what is none, or has no offset."""
    try:
        return moment_of(str(written))
    except ValueError:
        return None

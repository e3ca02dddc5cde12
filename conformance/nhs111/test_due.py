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
HOURS = re.compile(r"within (\d+) hours")


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
    found = [said for journey in evidence.each() for said in _due(journey)]
    if not found:
        raise NotApplicable("the screen does not say by when a patient is to be seen")
    for seen, told, earliest, latest in found:
        due = _moment(told.get("due"))
        between = due is not None and earliest - MINUTE <= due <= latest + MINUTE
        todo = "Add the hours to a moment, and not to the time on the wall."
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


def _due(
    journey: JourneyView,
) -> Iterator[tuple[ObservationView, Mapping[str, Any], datetime, datetime]]:
    """Go through what was shown of when the patient is due, with the first and the last moment that may be."""
    hours = HOURS.search(journey.report["disposition_text"])
    sent = journey.sent("nhs111", "send_report")[0]
    for seen in journey.observations("open_referral") if hours else ():
        told = seen.shown.get("urgency")
        if isinstance(told, Mapping) and told.get("due") is not None:
            wait = timedelta(hours=int(hours[1])) if hours else timedelta(0)
            yield seen, told, moment_of(journey.report["created"]) + wait, moment_of(sent.clock) + wait


def _moment(written: object) -> datetime | None:
    """Read a moment; None for what is none, or has no offset."""
    try:
        return moment_of(str(written))
    except ValueError:
        return None

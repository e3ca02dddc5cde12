"""Requests that NHS 111 online sent, and what was shown of them."""

from __future__ import annotations

from cpcs_harness.judging import ExchangeView, JourneyView, NotShown, ObservationView

from .._shared.nhs111_report.messages import Plain, is_taken, report_of, sent_as
from .._shared.nhs111_report.shown import case_faults, text_faults
from .._shared.nhs111_report.worklists import last_look, rows_of_case

SERVICE = "nhs111online"
PLAIN = ("untraced", "third-party", "year-of-birth", "traced")
"""Forms in which a request comes."""
COLLIDING = ("short-id", "same-short-id")
"""Two patients' cases whose short ids are the same."""
RESUBMITTED = ("submitted", "submitted-again")
"""One case, sent again with other words."""
ALL = (*PLAIN, *COLLIDING, *RESUBMITTED)


def requests(journey: JourneyView, *names: str) -> list[ExchangeView]:
    """Give what was sent under these names."""
    return sent_as(journey, *names, service=SERVICE)


def screens(journey: JourneyView, *names: str) -> list[ObservationView]:
    """Give what was opened about any of these requests."""
    ids = [report_of(call)["document_id"] for call in requests(journey, *names)]
    return [seen for document in ids for seen in journey.shown_of(document)]


def screen_of(journey: JourneyView, call: ExchangeView) -> ObservationView:
    """Give what was shown of one request: of several screens of its case the one with its case and words."""
    report = report_of(call)
    seen = journey.shown_of(report["document_id"])
    if not seen:
        raise NotShown(f"journey {journey.id}: {call.facts['variant']} was not opened", exchanges=[call.id])
    own = [screen for screen in seen if not case_faults(report, screen.shown)]
    return next((screen for screen in own if not text_faults(report, screen.shown)), (own or seen)[-1])


def shows(seen: ObservationView, report: Plain) -> bool:
    """Say whether a screen shows a report's case and words."""
    return not case_faults(report, seen.shown) + text_faults(report, seen.shown)


def is_listed(journey: JourneyView, call: ExchangeView) -> bool:
    """Say whether a request was acknowledged, and is on its pharmacy's worklist."""
    return is_taken(call) and bool(rows_of_case(report_of(call), last_look(journey, call)))

"""The moments that screens show of what was done are moments of the calendar, and those at which it was done.

Source: control API, `completed`, `at`, `since` and `printed_at`; ISO 8601.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cpcs_harness.judging import EvidenceView, NotShown, ObservationView, criterion, expect
from cpcs_harness.times import moment_of

from .test_nobodys_rows import moment_in

CLOCKS = 120.0
"""Seconds by which two clocks may differ."""
DONE_NOW = {
    "complete": ("completed",),
    "refer_onward": ("onward", "at"),
    "record_permission_to_view": ("at",),
}
"""Where an action shows the moment at which it was done itself."""
LISTED = {
    "open_referral": ("onward", "at"),
    "list_alerts": ("alerts", "at"),
    "read_audit": ("entries", "at"),
    "view_outbox": ("outbox", "since"),
    "send_waiting": ("outbox", "since"),
    "print_token": ("tokens", "printed_at"),
}
"""Where a screen lists what was done before, each with its moment."""


@criterion("N111-62")
def test_each_moment_that_a_screen_shows_is_when_it_was_done(evidence: EvidenceView):
    """What is done now to two minutes; of what was done before none that is still to come; a blank says nothing."""
    looked = False
    for journey in evidence.each():
        for seen in journey.seen:
            for written, is_now in shown_in(seen) if seen.status == "done" else ():
                looked = True
                journey.looked_at.append(seen.id)
                expect_then(written, seen, is_now=is_now)
    if not looked:
        raise NotShown("no screen shows a moment of what was done")


def shown_in(seen: ObservationView) -> Iterator[tuple[object, bool]]:
    """Give each moment that an answer shows, with whether it is that of the action itself."""
    if path := DONE_NOW.get(seen.action):
        held: Any = seen.shown
        for key in path:
            held = held.get(key) if isinstance(held, Mapping) else None
        yield from [(held, True)] if held else []
    if place := LISTED.get(seen.action):
        rows = seen.shown.get(place[0])
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, Mapping) and row.get(place[1]):
                yield row[place[1]], False


def expect_then(written: object, seen: ObservationView, *, is_now: bool) -> None:
    """Raise NotMet for what is no moment, one that is still to come, or, of what was done now, another than now."""
    moment, now = moment_in(written), moment_of(seen.clock or seen.at)
    expect(moment is not None, "a moment of the calendar, with its offset", written, seen)
    apart = (now - moment).total_seconds()
    took = max(seen.ended - seen.began, 0.0)
    expect(apart >= -CLOCKS, f"no moment after {now.isoformat()}", written, seen, "Mind time zones.")
    expect(
        not is_now or apart <= CLOCKS + took, f"about {now.isoformat()}", written, seen, "Mind time zones."
    )

"""Whether a pharmacy is open at a moment, where a screen says so.

Source: UEC DoS REST API v1.0, byServiceType, openingTimes (interface sheet dos-eps-rtec-scr-dmd, section 2.5).
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from cpcs_harness.judging import EvidenceView, NotApplicable, criterion, expect, expect_equal
from cpcs_harness.times import moment_of

from .._shared.opening_hours import goes_on_at_midnight, is_open
from ._searches import LEEWAY, Search, Service, answered

MOST_YEARS = 100
"""Beyond which no calendar is kept."""


def claims(evidence: EvidenceView) -> Iterator[tuple[Search, Service, bool, datetime]]:
    """Give what was said of pharmacies being open: search, service, whether, and of which moment."""
    said = False
    for search in answered(evidence):
        for service_id, screen in search.shown:
            claim = screen.get("open") or {}
            is_said = claim.get("is_open")
            if is_said is not None and service_id in search.offered:
                said = True
                yield search, search.offered[service_id], is_said, moment(claim.get("at"), search)
    if not said:
        raise NotApplicable("the screen says of no pharmacy whether it is open")


def moment(written: object, search: Search) -> datetime:
    """Read the moment that a screen speaks of; NotMet where it is none."""
    try:
        at = moment_of(str(written))
        year = at.astimezone(UTC).year
    except (ValueError, OverflowError):
        at, year = search.moment, 0
    near = abs(year - search.moment.year) < MOST_YEARS
    expect(near, "an ISO moment with its offset, and not of another age", written, search.seen)
    return at


@criterion("DOS-10")
def test_what_is_said_to_be_open_is_open(evidence: EvidenceView):
    """At the moment spoken of, by the first rule of DoS that says anything of it; it is now where nobody asked more."""
    for search, service, said, at in claims(evidence):
        if not search.seen.given.get("open_at"):
            now = abs(at - search.moment) <= LEEWAY
            expect(now, f"the moment of asking, {search.moment.isoformat()}", at.isoformat(), search.seen)
        times = service["openingTimes"]
        due = {is_open(times, at + moved) for moved in (-LEEWAY / 90, timedelta(0))}
        if due in ({True}, {False}):
            name = service["publicName"] or service["name"]
            what = f"whether {name} is open at {at.isoformat()}, of {times}"
            todo = "A specified date comes before allHours, that before Bankholiday, that before the day; in London."
            expect_equal(what, due.pop(), said, search.seen, todo)


@criterion("DOS-22")
def test_nothing_closes_for_the_last_minute_of_a_day(evidence: EvidenceView):
    """A session until 23:59 and one from 00:00 are one: DoS can write it no other way."""
    for search, service, said, at in claims(evidence):
        if goes_on_at_midnight(service["openingTimes"], at):
            expect(said, "to be open, from before midnight until after it", said, search.seen)

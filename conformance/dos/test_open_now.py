"""Whether a pharmacy is open at a moment, where a screen says so.

Source: UEC DoS REST API v1.0, byServiceType, openingTimes (interface sheet dos-eps-rtec-scr-dmd, section 2.5).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TypeVar

from cpcs_harness.judging import EvidenceView, NotApplicable, criterion, expect, expect_equal
from cpcs_harness.judging.in_words import in_words
from cpcs_harness.times import moment_of

from .._shared.opening_hours import LONDON, goes_on_at_midnight, is_open
from ._names import name_of
from ._searches import LEEWAY, Search, Service, answered, some

T = TypeVar("T")
MOST_YEARS = 100
"""Beyond which no calendar is kept."""
SECOND = timedelta(seconds=1)
"""What a screen may cut off the moment that it writes."""


@dataclass(frozen=True)
class Claim:
    """What was said of a pharmacy being open, and of which moment."""

    search: Search
    service: Service
    said: bool
    at: datetime

    def due(self, zone: tzinfo = LONDON) -> bool | None:
        """Say whether it is open, the hours being a zone's; None where that changes within the second, or is open."""
        times = self.service["openingTimes"]
        found = {is_open(times, self.at + moved, zone) for moved in (-SECOND, timedelta(0))}
        return found.pop() if len(found) == 1 else None

    @property
    def is_now(self) -> bool:
        """Whether it is said of the moment of asking."""
        return abs(self.at - self.search.moment) <= LEEWAY

    def expect(self, due: bool, todo: str) -> None:
        """Raise NotMet unless what was said is what is due."""
        name = name_of(self.service)
        what = f"whether {name} is open at {self.at.isoformat()}, of {in_words(self.service['openingTimes'])}"
        expect_equal(what, due, self.said, self.search.seen, todo)


def claims(evidence: EvidenceView) -> list[Claim]:
    """Give what was said of pharmacies being open; where nothing was, nothing is asked of it."""
    found = [
        Claim(search, service, claim["is_open"], moment(claim.get("at"), search))
        for search in answered(evidence)
        for service, screen in search.known
        if (claim := screen.get("open") or {}).get("is_open") is not None
    ]
    if not found:
        raise NotApplicable("the screen says of no pharmacy whether it is open")
    return found


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
    """At the moment spoken of, by the first rule of DoS that says anything of it; it is now where nobody asked more.

    That whoever is right throughout in UTC goes by the wrong clock is DOS-25's.
    """
    found = claims(evidence)
    for claim in found:
        search = claim.search
        expect(
            bool(search.seen.given.get("open_at")) or claim.is_now,
            f"the moment of asking, {search.moment.isoformat()}",
            claim.at.isoformat(),
            search.seen,
        )
    by_utc = all(claim.due(UTC) in (None, claim.said) for claim in found)
    settled = [(claim, due) for claim in found if (due := claim.due()) is not None]
    for claim, due in some(settled, "all that was asked about is left open by the rules"):
        todo = (
            "A specified date comes before allHours, that before Bankholiday, that before the day; in London."
        )
        claim.expect(claim.said if by_utc else due, todo)


@criterion("DOS-25")
def test_hours_are_londons(evidence: EvidenceView):
    """Where London's wall clock and UTC make a difference, it is London's."""
    found = [
        (claim, claim.due()) for claim in claims(evidence) if {claim.due(), claim.due(UTC)} == {True, False}
    ]
    why = "nothing was asked about where London's time and UTC make a difference"
    for claim, due in asked(found, claims(evidence), why):
        claim.expect(bool(due), "Read the hours by London's wall clock, which is an hour ahead in summer.")


@criterion("DOS-22")
def test_nothing_closes_for_the_last_minute_of_a_day(evidence: EvidenceView):
    """A session until 23:59 and one from 00:00 are one: DoS can write it no other way."""
    found = [
        claim for claim in claims(evidence) if goes_on_at_midnight(claim.service["openingTimes"], claim.at)
    ]
    for claim in asked(found, claims(evidence), "nobody was asked about the last minute before midnight"):
        expect(claim.said, "to be open, from before midnight until after it", claim.said, claim.search.seen)


def asked(found: list[T], said: list[Claim], why: str) -> list[T]:
    """Give what was said of moments that matter; a screen that speaks of now alone need not say anything of them."""
    if not found and all(claim.is_now for claim in said):
        raise NotApplicable("the screen speaks of now alone, when it makes no difference")
    return some(found, why)

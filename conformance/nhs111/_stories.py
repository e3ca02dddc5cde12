"""Several messages about one patient, in their order, and the last look at the worklist after them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cpcs_harness.judging import ExchangeView, JourneyView, ObservationView, Unseen

from .._shared.nhs111_report.expectations import Wrong, expect_right
from .._shared.nhs111_report.messages import Plain, is_taken, report_of, sent_as
from .._shared.nhs111_report.worklists import asking_for_work, end_look, rows_of_any


@dataclass(frozen=True)
class Story:
    """The messages, the last look at the worklist after them, and the rows that are about any of them."""

    journey: JourneyView
    name: str
    calls: list[ExchangeView]
    look: ObservationView
    rows: list[Plain]

    @property
    def reports(self) -> list[Plain]:
        """The reports that the messages carried, in plain data."""
        return [report_of(call) for call in self.calls]

    @property
    def active(self) -> list[Plain]:
        """The rows that ask for work."""
        return asking_for_work(self.rows)

    @property
    def opened(self) -> list[ObservationView]:
        """What was shown when its referrals were opened, after all its messages had come."""
        seen = self.journey.shown_of(self.reports[-1]["document_id"])
        return [screen for screen in seen if screen.seq > self.calls[-1].seq]

    def screens(self, rows: list[Plain]) -> list[ObservationView]:
        """What was shown last of each of these rows."""
        names = {str(row.get("referral")) for row in rows}
        return list(
            {str(screen.referral): screen for screen in self.opened if str(screen.referral) in names}.values()
        )

    def not_taken(self, but_first: bool = False) -> list[tuple[str, ExchangeView]]:
        """Name the messages that were not acknowledged; the first may have had its answer cut off."""
        calls = self.calls[1:] if but_first else self.calls
        return [
            (f"{self.name}: message {number} of {len(self.calls)}, HTTP status {call.response.status}", call)
            for number, call in enumerate(calls, start=1 + but_first)
            if not is_taken(call)
        ]


def story_of(journey: JourneyView, name: str) -> Story:
    """Give one story of a journey; NotShown where the worklist was not seen after it."""
    calls = sent_as(journey, name)
    look = end_look(journey, calls[-1].seq)
    reports = [report for call in calls for report in (report_of(call), *report_of(call)["earlier"])]
    return Story(journey, name, calls, look, rows_of_any(reports, look))


def expect_each(
    journey: JourneyView,
    names: Iterable[str],
    faults: Callable[[Story], Wrong],
    expected: str,
    todo: str = "",
) -> None:
    """Raise NotMet where something is wrong with one of several stories; what one does not show is told afterwards."""
    wrong: Wrong = []
    unseen = Unseen()
    for name in names:
        with unseen:
            wrong += faults(story_of(journey, name))
    expect_right(expected, wrong, todo)
    unseen.tell()

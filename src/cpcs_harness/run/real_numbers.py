"""What follows when an NHS number may be a real person's: its journey stops, and a second ends the run."""

from __future__ import annotations

from collections.abc import Callable

from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence.guard import Notice
from cpcs_harness.journeys.patience import Patience

WHY = "an NHS number that may be a real person's was seen"
IN_TEXT = "ten digits that may be a real person's NHS number stood in free text"


class RealNumbers:
    """Counts such numbers, as the guard of the evidence finds them."""

    def __init__(self, patience: Patience, tell: Callable[[str], None]) -> None:
        self.patience, self.tell = patience, tell
        self.seen = 0

    def found(self, notice: Notice) -> None:
        """Tell the tester, and stop what has to stop; what stands in free text alone stops nothing."""
        where = notice.journey or "a call of no journey"
        if not notice.is_labelled:
            self.tell(f"{IN_TEXT} in {where}; they were masked, and count towards nothing")
            return
        self.seen += 1
        self.tell(f"{WHY} in {where}; it was masked")
        if notice.journey is not None:
            self.patience.stop(notice.journey, WHY)
        if self.seen > 1:
            self.patience.give_up(f"{WHY}, for the second time")

    def end(self) -> None:
        """End the run with status 2 when there was more than one."""
        if self.seen > 1:
            raise UsageProblem(
                f"NHS numbers that may be real people's were seen {self.seen} times, so the run was stopped. "
                "Use a test system that holds synthetic patients only. The evidence holds them masked."
            )

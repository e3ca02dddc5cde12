"""Dispensing tokens for patients whose ages turn on a 29 February.

Source: interface sheet dos-eps-rtec-scr-dmd, 4.3 (ages, kinds of exemption).
"""

from __future__ import annotations

from cpcs_harness.journeys.journey import Stage
from cpcs_harness.people.fixtures import fixture

from .._steps import nights as _nights
from ..token_printed import TokenPrinted


class TokensOnLeapDay(TokenPrinted):
    """Born on a 29 February, or old enough only after one: some are served before midnight, and some after."""

    id = "tokens-on-leap-day"
    seconds = 1.0
    title = "Urgent medicine, dispensing tokens on a 29 February"
    clock = _nights.LEAP_DAY

    def run(self, stage: Stage) -> None:
        """Refer everybody; serve those of the evening, and after midnight the others."""
        before, after = fixture("tokens")["before-leap-day"], fixture("tokens")["on-leap-day"]
        stages = self.refer(stage, [*before, *after])
        self.serve(stage, before, stages)
        stage.step("It is 29 February")
        stage.next_moment()
        self.serve(stage, after, stages)

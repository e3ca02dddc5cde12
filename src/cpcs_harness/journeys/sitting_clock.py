"""Moves the clock of candidate, mocks and evidence to a sitting's moments, and back."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cpcs_harness.drivers.base import Actor, Driver, Outcome
from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence import events
from cpcs_harness.evidence.recorder import RUN
from cpcs_harness.journeys.meeting import Meeting
from cpcs_harness.journeys.patience import JourneyStopped
from cpcs_harness.mockkit import World
from cpcs_harness.people.model import Environment
from cpcs_harness.times import SET_CLOCK, Clock, moment_of

OFF_SECONDS = 60.0
"""A clock that was set, and is wrong by more than this, was not."""


@dataclass
class SittingClock:
    """The clock that candidate and mocks share; the action by which the candidate's is moved is optional."""

    driver: Driver
    world: World
    seconds: float
    """How long the candidate is waited for."""
    _moved: bool = False
    _over: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> datetime:
        """The time that the sitting is at."""
        return self.world.clock.now()

    def move(self, moment: str) -> JourneyStopped | None:
        """Move all to a moment; where the candidate's clock does not go there, give what stops the journeys of it."""
        with self._lock:
            if self._over:
                return JourneyStopped("the run is over", "environment")
            outcome = self._set(moment)
            self._moved |= outcome.status != "cannot"  # also where no answer came: it may have gone there
            why = _why_not(outcome, moment)
            if not why:
                self._show(Clock.from_moment(moment_of(moment)))
                return None
            self._set_back()
            if outcome.status == "cannot":
                return JourneyStopped(f"the candidate's clock cannot be moved: {why}", "configuration")
            return JourneyStopped(f"the candidate's clock was not moved to {moment}: {why}")

    def end(self) -> None:
        """Move all back to the machine's time, where anything was moved, and move nothing more."""
        with self._lock:
            self._over = True
            self._set_back()

    def _set_back(self) -> None:
        if self._moved:
            self._moved = False
            self._show(Clock())
            self._set(None)

    def _show(self, clock: Clock) -> None:
        self.world.clock = self.world.recorder.log.clock = clock

    def _set(self, moment: str | None) -> Outcome:
        actor, given = _actor(self.world.environment), {"now": moment}
        try:
            outcome = self.driver.act(SET_CLOCK, actor, None, given, self.seconds)
        except UsageProblem as gone:
            outcome = Outcome("unanswered", str(gone))
        self.world.recorder.write(_observed(actor, given, outcome), journey=RUN)
        return outcome


@dataclass
class Moments:
    """The moments of one sitting, which its journeys go through together."""

    clock: SittingClock
    meeting: Meeting
    moments: Sequence[str]
    _at: dict[str, int] = field(default_factory=dict)
    """How many moments each journey has behind it."""

    def next(self, journey: str) -> None:
        """Wait until every journey of the sitting asks for its next moment, or has ended; then all are there."""
        number = self._at[journey] = self._at.get(journey, 0) + 1
        if number >= len(self.moments):
            raise JourneyStopped(f"{journey} has {len(self.moments)} moments, and asks for more", "harness")
        moment = self.moments[number]
        stopped = self.meeting.wait(journey, f"at {moment}", lambda: self.clock.move(moment))
        if stopped is not None:
            raise JourneyStopped(stopped.reason, stopped.blame)


def set_back_before(driver: Driver, environment: Environment, seconds: float) -> None:
    """Have a clock set back that a run of before may have left moved, as when it was killed."""
    offered = driver.about().get("actions")
    if isinstance(offered, list) and SET_CLOCK in offered:
        driver.act(SET_CLOCK, _actor(environment), None, {"now": None}, seconds)


def _actor(environment: Environment) -> Actor:
    return Actor("The harness", "pharmacist", environment.premises[0].ods, "")


def _why_not(outcome: Outcome, moment: str) -> str:
    if outcome.status != "done":
        return (
            f"{SET_CLOCK} ended {outcome.status}: {outcome.reason or outcome.shown or 'no reason was given'}"
        )
    shown = outcome.observation.get("now")
    try:
        off = abs((moment_of(str(shown)) - moment_of(moment)).total_seconds()) if shown else 0.0
    except ValueError as wrong:
        return f"{SET_CLOCK} ended done, and shows a time that cannot be read: {wrong}"
    return f"{SET_CLOCK} ended done, and its clock shows {shown}" if off > OFF_SECONDS else ""


def _observed(actor: Actor, given: Mapping[str, Any], outcome: Outcome) -> events.Observation:
    return events.Observation(
        action=SET_CLOCK,
        actor=actor.as_json(),
        referral=None,
        about="",
        input=given,
        status=outcome.status,
        reason=outcome.reason,
        shown=outcome.shown,
        observation=outcome.observation,
        elapsed_ms=round(outcome.elapsed_ms, 1),
    )

"""Carries out the planned journeys: sitting after sitting, and within a sitting many at once, the longest first."""

from __future__ import annotations

import random
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from cpcs_harness.errors import OwnConnectionError, UsageProblem
from cpcs_harness.evidence import events
from cpcs_harness.evidence.attempts import again, is_again, planned
from cpcs_harness.evidence.events.plan import PlannedSitting
from cpcs_harness.evidence.lateness import Late
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.journeys.journey import Journey, JourneyStopped, Patience, Stage
from cpcs_harness.journeys.meeting import Meeting
from cpcs_harness.journeys.patience import PartEnded
from cpcs_harness.journeys.progress import Progress
from cpcs_harness.journeys.sitting_clock import Moments, SittingClock
from cpcs_harness.journeys.turns import Turn, Turns
from cpcs_harness.people.age import Age
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.model import Issued, Premises
from cpcs_harness.people.plain import plain

StageFor = Callable[[Issued, Callable[[str, Premises, Age | None], Issued]], Stage]


@dataclass(frozen=True)
class Together:
    """What the journeys share that run at one time."""

    meeting: Meeting
    moments: Moments | None


@dataclass
class Sittings:
    """Runs journeys on the stages that it is given, and writes down how each ended."""

    recorder: Recorder
    journeys: Mapping[str, type[Journey]]
    issuer: Issuer
    admit: Callable[[Issued], None]
    stage_for: StageFor
    patience: Patience
    progress: Progress = field(default_factory=Progress)
    clock: SittingClock | None = None
    """Of candidate and mocks; without it, none is moved."""
    late: Sequence[Late] = ()
    """When the harness itself was late, until now; grows during the run."""
    _began: dict[str, float] = field(default_factory=dict)
    _ended: dict[str, float] = field(default_factory=dict)
    _issued: dict[str, int] = field(default_factory=dict)
    """How many people each journey was given."""

    def run(self, sittings: Sequence[PlannedSitting]) -> None:
        """Run every sitting of a plan, in order."""
        ids = [name for sitting in sittings for name in sitting.journeys]
        self.progress.plan({name: self._of(name).seconds for name in ids})
        try:
            for sitting in sittings:
                self.recorder.write(events.Sitting(sitting.number, sitting.clock))
                self._run_at_its_time(sitting.journeys)
                self._run_again(sitting.journeys)
        finally:
            if self.clock is not None:
                self.clock.end()

    def _run_at_its_time(self, ids: Sequence[str]) -> None:
        """Run journeys together, at their first moment where they have one, if the candidate's clock goes there."""
        moments = self._of(ids[0]).clock if ids else ()
        movable = self.clock if moments and not self.patience.is_over else None
        stopped = movable.move(moments[0]) if movable is not None else None
        if stopped is None:
            self._run_together(ids, moments)
            return
        for name in ids:
            self.progress.begin(name)
            ended = events.JourneyEnded("stopped", stopped.reason, stopped.blame)
            self.recorder.write(ended, journey=name)
            self.progress.end(name, stopped=True)

    def _run_again(self, ids: Sequence[str]) -> None:
        """Carry out once more, with new people, the journeys that the harness itself kept waiting."""
        left, chosen = self.issuer.left // 2, []  # the other half is for journeys that are still to come
        for name in filter(self._kept_waiting, ids):
            left -= self._issued.get(name, 0)
            if left > 0:
                chosen.append(again(name))
        if chosen:
            self.progress.add({name: self._of(name).seconds for name in chosen})
            self._run_at_its_time(chosen)

    def _of(self, attempt: str) -> type[Journey]:
        return self.journeys[planned(attempt)]

    def _kept_waiting(self, name: str, since: float = 0.0) -> str:
        """Say what kept a journey that has begun waiting, since a moment and until now; empty where nothing did."""
        began = self._began.get(name)
        if began is None:
            return ""
        began = max(began, since)
        ended = self._ended.get(name, time.time())
        return next((late.words for late in list(self.late) if late.reaches(name, began, ended)), "")

    def _run_together(self, ids: Sequence[str], moments: Sequence[str] = ()) -> None:
        pool = ThreadPoolExecutor(max_workers=max(1, len(ids)), thread_name_prefix="journey")
        longest_first = sorted(self._shuffled(ids), key=lambda name: self._of(name).seconds, reverse=True)
        turns, meeting = Turns(), Meeting(ids)
        together = Together(meeting, Moments(self.clock, meeting, moments) if self.clock else None)
        running = [pool.submit(self._in_turn, name, turns, together) for name in longest_first]
        try:
            wait(running)
        except KeyboardInterrupt:
            self.patience.give_up("the run was interrupted")
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        for future in running:
            future.result()

    def _shuffled(self, ids: Sequence[str]) -> list[str]:
        """Give journeys in an order that follows from the seed."""
        shuffled = sorted(ids)
        random.Random(f"{self.issuer.seed}/order").shuffle(shuffled)  # noqa: S311 - an order, no secret
        return shuffled

    def _in_turn(self, name: str, turns: Turns, together: Together) -> None:
        try:
            with turns.take() as turn:
                self._run_one(name, turn, together)
        finally:
            together.meeting.leave(name)

    def _run_one(self, name: str, turn: Turn, together: Together) -> None:
        self.progress.begin(name)
        try:
            self._journey(name, turn, together)
            ended = events.JourneyEnded("finished", None, None)
        except PartEnded:
            ended = events.JourneyEnded("finished", None, None)
        except JourneyStopped as stopped:
            ended = events.JourneyEnded("stopped", stopped.reason, stopped.blame)
        except UsageProblem as wrong:
            ended = events.JourneyEnded("stopped", str(wrong), "configuration")
        except Exception as broken:  # noqa: BLE001 - whatever breaks here is ours, and is recorded as ours
            ended = self._broken(name, broken)
        self._ended[name] = time.time()
        why = self._kept_waiting(name) if ended.blame == "candidate" else ""
        if why:
            ended = replace(ended, blame="environment", reason=f"{ended.reason}; but {why}")
        self.recorder.write(ended, journey=name)
        self.progress.end(name, stopped=ended.status == "stopped")

    def _broken(self, name: str, broken: Exception) -> events.JourneyEnded:
        """Tell how a journey broke; one of our own connections that we were too slow for is the environment's."""
        said = f"{type(broken).__name__}: {broken}"
        why = self._kept_waiting(name) if isinstance(broken, (OSError, OwnConnectionError)) else ""
        if why:
            return events.JourneyEnded("stopped", f"{said}; but {why}", "environment")
        return events.JourneyEnded("stopped", f"the harness broke: {said}", "harness", traceback.format_exc())

    def _journey(self, name: str, turn: Turn, together: Together) -> None:
        journey = self._of(name)
        self._began[name] = time.time()
        issued = self._issue(name, journey.pathway, age=journey.age)
        self.recorder.write(events.Issued(plain(issued)), journey=name)
        stage = self.stage_for(issued, partial(self._another, issued))
        stage.on_waiting, stage.meeting = turn.end, together.meeting
        if together.moments is not None:
            stage.to_next_moment = together.moments.next
        stage.kept_waiting = lambda since: self._kept_waiting(name, since)
        journey().run(stage)

    def _issue(self, name: str, pathway: str, **further: Any) -> Issued:
        if is_again(name) and not self.issuer.left:
            raise JourneyStopped("nobody is left to be issued to a second attempt", "environment")
        now = self.clock.now() if self.clock is not None else None
        issued = self.issuer.issue(name, pathway, 2 if is_again(name) else 1, now, **further)
        self._issued[name] = self._issued.get(name, 0) + 1
        self.admit(issued)
        return issued

    def _another(self, first: Issued, label: str, premises: Premises, age: Age | None) -> Issued:
        issued = self._issue(first.journey, first.pathway, label=label, premises=premises, age=age)
        self.recorder.write(events.IssuedAlso(plain(issued)), journey=first.journey)
        return issued

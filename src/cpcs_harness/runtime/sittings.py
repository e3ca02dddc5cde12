"""Carries out the planned journeys: sitting after sitting, and within a sitting all at once."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass
from typing import Any

from cpcs_harness.clock import stamp
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.runtime.journey import Journey, JourneyStopped, Patience, Stage
from cpcs_harness.session.model import Issued

StageFor = Callable[[Issued], Stage]


@dataclass
class Sittings:
    """Runs journeys on the stages that it is given, and writes down how each ended."""

    recorder: Recorder
    journeys: Mapping[str, type[Journey]]
    issue: Callable[[str, str], Issued]
    admit: Callable[[Issued], None]
    stage_for: StageFor
    patience: Patience

    def run(self, planned: Sequence[Mapping[str, Any]]) -> None:
        """Run every sitting of a plan, in order."""
        for sitting in planned:
            self.recorder.event("sitting", {"number": sitting["number"], "clock": sitting["clock"]})
            self._run_together(sitting["journeys"])

    def _run_together(self, ids: Sequence[str]) -> None:
        pool = ThreadPoolExecutor(max_workers=max(1, len(ids)), thread_name_prefix="journey")
        running = [pool.submit(self._run_one, name) for name in ids]
        try:
            wait(running)
        except KeyboardInterrupt:
            self.patience.give_up("the run was interrupted")
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        for future in running:
            future.result()

    def _run_one(self, name: str) -> None:
        journey = self.journeys[name]
        issued = self.issue(name, journey.pathway)
        self.admit(issued)
        self.recorder.event("issued", as_record(issued), journey=name)
        stage = self.stage_for(issued)
        try:
            journey().run(stage)
            ended: dict[str, Any] = {"status": "finished", "reason": None, "blame": None}
        except JourneyStopped as stopped:
            ended = {"status": "stopped", "reason": stopped.reason, "blame": stopped.blame}
        except Exception as broken:  # noqa: BLE001 - whatever breaks here is ours, and is recorded as ours
            reason = f"the harness broke: {type(broken).__name__}: {broken}"
            ended = {"status": "stopped", "reason": reason, "blame": "harness"}
            ended["traceback"] = traceback.format_exc()
        self.recorder.event("journey_ended", ended, journey=name)


def as_record(issued: Issued) -> dict[str, Any]:
    """Give what a journey was issued as plain data, dates in ISO form."""
    return _plain(asdict(issued))  # type: ignore[no-any-return]  # a mapping in, a mapping out


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if hasattr(value, "tzinfo"):
        return stamp(value)
    return value.isoformat() if hasattr(value, "isoformat") else value

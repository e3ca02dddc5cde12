"""The preflight alone: the mocks are served and the candidate is looked at, and nothing is judged."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from cpcs_harness.evidence.events import Looked
from cpcs_harness.evidence.guard import Guard
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.journeys.patience import Patience
from cpcs_harness.judging.judgement import EVIDENCE
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.real_numbers import RealNumbers
from cpcs_harness.run.record import Tell, look_before, planned, serve, start_candidate
from cpcs_harness.run.reference_process import OwnProcess, Start
from cpcs_harness.run.suite import checked_catalogue
from cpcs_harness.run.throwaway import throwaway


def examine(
    candidate_path: Path | None, tell: Tell = lambda _: None, start: Start = OwnProcess
) -> tuple[Looked, ...]:
    """Look at all that a candidate is set up with; raises UsageProblem where there is nobody to look at."""
    asked = Asked(anyway=True)
    with ExitStack() as closing:
        folder = closing.enter_context(throwaway("doctor"))
        run, plan = planned(asked, candidate_path, folder, tell, checked_catalogue(asked.catalogue), start)
        recorder = Recorder(folder / EVIDENCE, Register(), Guard(RealNumbers(Patience(), tell).found))
        closing.callback(recorder.log.close)
        recorder.write(plan)
        nation = serve(run, recorder, closing)
        return look_before(run, nation, start_candidate(run, nation, closing))

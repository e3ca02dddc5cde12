"""Makes the evidence of a run: serves the national services, starts the candidate, and runs the planned journeys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cpcs_harness._content.mocks.nation import Nation
from cpcs_harness._content.mocks.senders import NationalSenders, prepare
from cpcs_harness.catalogue import Catalogue
from cpcs_harness.declaration import Declaration
from cpcs_harness.drivers.description import services_asked
from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence import events
from cpcs_harness.evidence.events import Plan
from cpcs_harness.evidence.guard import Guard
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.formats.nhs111.pack import OfficialPack
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.journeys.journey import Patience
from cpcs_harness.journeys.progress import Progress
from cpcs_harness.journeys.sittings import Sittings
from cpcs_harness.judging.judgement import EVIDENCE
from cpcs_harness.mockkit.watchdog import watched
from cpcs_harness.mockkit.world import World
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.model import Environment
from cpcs_harness.run import candidate as candidates
from cpcs_harness.run.candidate import Candidate
from cpcs_harness.run.folder import clear
from cpcs_harness.run.garbage import loaded_is_kept
from cpcs_harness.run.lock import hold
from cpcs_harness.run.official_schemas import judge_by_pack
from cpcs_harness.run.plan import Asked, make_plan
from cpcs_harness.run.real_numbers import RealNumbers
from cpcs_harness.run.reference_process import OwnProcess, Start
from cpcs_harness.run.stages import Stages
from cpcs_harness.run.suite import checked_catalogue
from cpcs_harness.times import real_now

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Run:
    """What one run works with, once it has been asked for and found possible."""

    asked: Asked
    candidate_path: Path | None
    declaration: Declaration
    environment: Environment
    catalogue: Catalogue
    out: Path
    tell: Tell
    pack: OfficialPack | None = None
    """The official NHS 111 schemas, where the user has them."""
    start: Start = OwnProcess
    """How the reference is started."""
    progress: Progress = field(default_factory=Progress)

    @property
    def seed(self) -> int | str:
        """What people and drawn examples follow from: an assurer's token is folded in."""
        return f"{self.asked.seed}/{self.asked.challenge}" if self.asked.challenge else self.asked.seed


def record(
    asked: Asked,
    candidate_path: Path | None,
    out: Path,
    tell: Tell = lambda _: None,
    *,
    catalogue: Catalogue | None = None,
    start: Start = OwnProcess,
    locked: ExitStack | None = None,
    progress: Progress | None = None,
) -> Path:
    """Run the planned journeys; gives the folder that holds the evidence.

    `catalogue` is the one that is asked for, where it is loaded and checked already. `locked` keeps the folder's lock
    when the run is over, for who judges it next; `progress` is told how far the journeys are. Raises UsageProblem for
    what cannot be done, before anything of an earlier run is cleared away.
    """
    run, plan = _planned(asked, candidate_path, out, tell, catalogue or checked_catalogue(asked.catalogue))
    run = replace(run, start=start, progress=progress or Progress())
    candidates.must_be_there(candidate_path, run.declaration)
    with ExitStack() as until_recorded:
        (locked or until_recorded).enter_context(hold(out))
        clear(out, candidate_path.parent if candidate_path else None)
        with ExitStack() as closing:
            _carry_out(run, plan, closing)
        candidates.keep_rulings(candidate_path, out, run.catalogue)
    return out


def _planned(
    asked: Asked, path: Path | None, out: Path, tell: Tell, catalogue: Catalogue
) -> tuple[Run, Plan]:
    declaration = candidates.declaration_of(path, catalogue, asked.amqp)
    today, step_seconds = real_now().date(), declaration.pace.step_seconds
    plan = make_plan(asked, catalogue, declaration, all_journeys(catalogue.suites), today, step_seconds)
    pack = OfficialPack(asked.schemas) if asked.schemas is not None else None
    environment = candidates.environment_of(path, declaration, asked.seed, tell)
    return Run(asked, path, declaration, environment, catalogue, out, tell, pack), plan


def _carry_out(run: Run, plan: Plan, closing: ExitStack) -> None:
    patience = Patience()
    real_numbers = RealNumbers(patience, run.tell)
    recorder = Recorder(run.out / EVIDENCE, Register(), Guard(real_numbers.found))
    closing.callback(recorder.log.close)
    recorder.write(plan)
    nation = _serve(run, recorder, closing)
    closing.enter_context(watched(nation.world, nation.host.loop))
    candidate = _start(run, nation, closing)
    recorder.log.sync()
    run.tell(f"running {_count(plan.journeys, 'journey')} in {_count(plan.sittings, 'sitting')}")
    _run_journeys(_sittings(run, nation, candidate, patience), plan)
    recorder.write(events.About(_about_at_end(candidate)))
    if run.pack is not None:
        judge_by_pack(run.pack, run.out / EVIDENCE, recorder)
    recorder.log.finish()
    real_numbers.end()


def _serve(run: Run, recorder: Recorder, closing: ExitStack) -> Nation:
    world = World(run.environment, recorder.register, recorder)
    mocks = run.declaration.mocks
    nation = closing.enter_context(Nation(world, mocks.ports, mocks.listen, mocks.advertised))
    held = _environment_record(world) | {
        "settings": nation.settings(run.declaration),
        "asked_by_actions": services_asked(),
    }
    recorder.write(events.Environment(held))
    return nation


def _start(run: Run, nation: Nation, closing: ExitStack) -> Candidate:
    endpoints = {**nation.candidate_endpoints(), **prepare(run.declaration)}
    run.tell("the national services are up; waiting for the candidate")
    candidate = candidates.start(
        run.candidate_path,
        run.declaration,
        run.environment,
        endpoints,
        run.asked.known_bad,
        closing,
        run.start,
    )
    nation.world.recorder.write(events.About(_about(candidate)))
    nation.configure(candidate.declaration)
    return candidate


def _sittings(run: Run, nation: Nation, candidate: Candidate, patience: Patience) -> Sittings:
    world, journeys = nation.world, all_journeys(run.catalogue.suites)
    senders = NationalSenders(nation, candidate.declaration)
    stages = Stages(candidate, nation, senders, patience, run.seed, run.asked.examples)
    issuer = Issuer(run.seed, run.environment, list(journeys))
    return Sittings(world.recorder, journeys, issuer, world.admit, stages.stage, patience, run.progress)


def _run_journeys(sittings: Sittings, plan: Plan) -> None:
    try:
        with loaded_is_kept():
            sittings.run(plan.sittings)
    except KeyboardInterrupt:
        sittings.recorder.log.close()  # what happens while the mocks are taken down is nobody's doing
        raise


def _environment_record(world: World) -> dict[str, Any]:
    """Give what a judge needs to verify signatures and credentials: all of it throw-away, issued by the harness."""
    environment = world.environment
    return {
        "premises": [
            dict(premises.__dict__, address=list(premises.address)) for premises in environment.premises
        ],
        "api_key": environment.api_key,
        "kid": environment.kid,
        "public_jwk": environment.public_jwk,
        "cis2_client_id": environment.cis2_client_id,
        "dos_username": environment.dos_username,
        "dos_password": environment.dos_password,
        "mesh_shared_key": environment.mesh_shared_key,
        "addresses": dict(world.addresses),
    }


def _about(candidate: Candidate) -> dict[str, Any]:
    said, offset = dict(candidate.driver.about()), candidate.driver.clock_offset
    return said if offset is None else said | {"clock_offset": offset}


def _about_at_end(candidate: Candidate) -> dict[str, Any]:
    try:
        return dict(candidate.driver.about())
    except UsageProblem as gone:
        return {"error": str(gone), "gone": True}


def _count(things: Sequence[Any], word: str) -> str:
    return f"{len(things)} {word}{'' if len(things) == 1 else 's'}"

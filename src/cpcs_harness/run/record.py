"""Makes the evidence of a run: serves the national services, starts the candidate, and runs the planned journeys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from cpcs_harness._content.mocks.nation import Nation, kinds_for
from cpcs_harness._content.mocks.senders import NationalSenders, prepare
from cpcs_harness.catalogue import Catalogue
from cpcs_harness.conditions.draws import settings_of_journeys
from cpcs_harness.declaration import Declaration
from cpcs_harness.drivers.description import services_asked, services_asked_where
from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence import events
from cpcs_harness.evidence.digest import JudgedBy
from cpcs_harness.evidence.events import Calibrated, Looked, Plan, Preflight
from cpcs_harness.evidence.garbage import seldom_looked_for
from cpcs_harness.evidence.guard import Guard
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.formats.dmd.release import Index, Release
from cpcs_harness.formats.nhs111.pack import OfficialPack
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.journeys.journey import Patience
from cpcs_harness.journeys.progress import Progress
from cpcs_harness.journeys.sitting_clock import SittingClock
from cpcs_harness.journeys.sittings import Sittings
from cpcs_harness.judging.judgement import EVIDENCE
from cpcs_harness.mockkit.watchdog import watched
from cpcs_harness.mockkit.world import World
from cpcs_harness.people.conditioned import Settings
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.model import Environment
from cpcs_harness.profiles import Profiles
from cpcs_harness.run import candidate as candidates
from cpcs_harness.run.calibration import calibrated, stretched
from cpcs_harness.run.candidate import Candidate
from cpcs_harness.run.dmd_release import read_release
from cpcs_harness.run.earlier import earlier_runs, remember
from cpcs_harness.run.folder import clear
from cpcs_harness.run.garbage import loaded_is_kept
from cpcs_harness.run.heap import one_heap
from cpcs_harness.run.lock import hold
from cpcs_harness.run.official_schemas import judge_by_pack
from cpcs_harness.run.plan import Asked, make_plan
from cpcs_harness.run.preflight import look_at_candidate, look_at_services, problem_of
from cpcs_harness.run.profiles import profiles_of
from cpcs_harness.run.provision import with_profiles
from cpcs_harness.run.real_numbers import RealNumbers
from cpcs_harness.run.reference_process import OwnProcess, Start
from cpcs_harness.run.stages import Stages
from cpcs_harness.run.suite import checked_catalogue
from cpcs_harness.run.threads import short_turns
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
    release: Release | None = None
    """A full release of dm+d, where the user has one."""
    index: Index | None = None
    """What looks its concepts up, while the run goes on."""
    start: Start = OwnProcess
    """How the reference is started."""
    progress: Progress = field(default_factory=Progress)
    looked: tuple[Looked, ...] | None = None
    """What was found at a supplier's candidate before anything was cleared away."""
    preflight: bool = True
    beside: bool = True
    """Whether a process of its own writes the log."""
    profiles: Profiles = field(default_factory=Profiles)

    @property
    def anyway(self) -> bool:
        """Whether the run goes on in spite of what is wrong; a known-bad candidate may be wrong in anything."""
        return self.asked.anyway or self.asked.known_bad is not None

    @property
    def seed(self) -> int | str:
        """What people and drawn examples follow from: an assurer's token is folded in."""
        return f"{self.asked.seed}/{self.asked.challenge}" if self.asked.challenge else self.asked.seed


@seldom_looked_for()
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
    preflight: bool = True,
    beside: bool = True,
    judged_by: JudgedBy | None = None,
) -> Path:
    """Run the planned journeys; gives the folder that holds the evidence.

    `catalogue` is the one that is asked for, where it is loaded and checked already. `locked` keeps the folder's lock
    when the run is over, for who judges it next; `progress` is told how far the journeys are; without `preflight` what
    a candidate is set up with is not looked at. A process `beside` this one writes the log, and memory is given back
    for who judges: many runs, at once or one after another, have no use for either. `judged_by` is what will judge,
    where that was read already. Raises UsageProblem for what cannot be done, before anything of an earlier run is
    cleared away.
    """
    catalogue = catalogue or checked_catalogue(asked.catalogue)
    run, plan = planned(asked, candidate_path, out, tell, catalogue, start, judged_by)
    if asked.known_bad is None:
        candidates.check_rulings(candidate_path, catalogue)
    earlier = earlier_runs(candidate_path)
    looked = candidates.looked_at(candidate_path, run.declaration, run.environment)
    run = replace(run, progress=progress or Progress(), looked=looked, preflight=preflight, beside=beside)
    _stop_at_problems(run, looked)
    with ExitStack() as until_recorded:
        run = _indexed(run, until_recorded)
        (locked or until_recorded).enter_context(hold(out))
        clear(out, candidate_path.parent if candidate_path else None)
        with one_heap(give_back=beside), ExitStack() as closing:
            if candidate_path is not None:
                closing.callback(remember, candidate_path, out / EVIDENCE)
            _carry_out(run, plan, closing, earlier)
        if asked.known_bad is None:
            candidates.keep_rulings(candidate_path, out, run.catalogue)
    return out


def _indexed(run: Run, closing: ExitStack) -> Run:
    if run.release is None:
        return run
    run.tell(f"reading the release {run.release.name} of dm+d")
    return replace(run, index=closing.enter_context(run.release.indexed()))


def planned(
    asked: Asked,
    path: Path | None,
    out: Path,
    tell: Tell,
    catalogue: Catalogue,
    start: Start = OwnProcess,
    judged_by: JudgedBy | None = None,
) -> tuple[Run, Plan]:
    """Read what a run works with, and decide its plan; raises UsageProblem for what cannot be done."""
    declaration = candidates.declaration_of(path, catalogue, asked.amqp)
    today, step_seconds = real_now().date(), declaration.pace.step_seconds
    profiles = profiles_of(declaration, asked.profiles)
    journeys = all_journeys(catalogue.suites)
    reference = candidates.reference_of(path, catalogue, asked.known_bad)
    plan = make_plan(
        asked, catalogue, declaration, journeys, today, step_seconds, profiles.replaced, reference, judged_by
    )
    pack = OfficialPack(asked.schemas) if asked.schemas is not None else None
    environment = candidates.environment_of(path, declaration, asked.seed, tell)
    release = Release(asked.dmd) if asked.dmd is not None else None
    run = Run(
        asked,
        path,
        declaration,
        environment,
        catalogue,
        out,
        tell,
        pack,
        release,
        start=start,
        profiles=profiles,
    )
    return run, plan


def _carry_out(run: Run, plan: Plan, closing: ExitStack, earlier: events.EarlierRuns | None) -> None:
    patience = Patience()
    real_numbers = RealNumbers(patience, run.tell)
    recorder = Recorder(run.out / EVIDENCE, Register(), Guard(real_numbers.found), beside=run.beside)
    closing.callback(recorder.log.close)
    recorder.write(plan)
    if earlier is not None:
        recorder.write(earlier)
    nation = serve(run, recorder, closing)
    closing.enter_context(watched(nation.world, nation.host.loop))
    with ThreadPoolExecutor(1) as beside:
        measured = beside.submit(calibrated)
        candidate = start_candidate(run, nation, closing)
    candidate = _waited_for(run, candidate, measured.result())
    recorder.write(measured.result())
    recorder.log.sync()
    if run.preflight:
        look_before(run, nation, candidate)
    run.tell(f"running {_count(plan.journeys, 'journey')} in {_count(plan.sittings, 'sitting')}")
    _run_journeys(_sittings(run, nation, candidate, patience), plan)
    recorder.write(events.About(_about_at_end(candidate)))
    if run.pack is not None:
        judge_by_pack(run.pack, run.out / EVIDENCE, recorder)
    if run.release is not None and run.index is not None:
        declared = [product.dmd for product in run.declaration.products.values()]
        read_release(run.release, run.index, declared, run.out / EVIDENCE, recorder)
    recorder.write_counts(nation.world.tally.counts)
    recorder.log.finish()
    real_numbers.end()


def serve(run: Run, recorder: Recorder, closing: ExitStack) -> Nation:
    """Serve the national services until `closing` ends, and write down what a candidate is provisioned with."""
    world = World(run.environment, recorder.register, recorder, profiles=run.profiles)
    mocks = run.declaration.mocks
    nation = closing.enter_context(
        Nation(world, mocks.ports, mocks.listen, mocks.advertised, kinds_for(run.declaration))
    )
    held = _environment_record(world) | {
        "settings": nation.settings(run.declaration),
        "asked_by_actions": services_asked(),
        "asked_by_inputs": services_asked_where(),
    }
    recorder.write(events.Environment(held))
    return nation


def start_candidate(run: Run, nation: Nation, closing: ExitStack) -> Candidate:
    """Start the reference or find the candidate that runs, and write down what it says that it is."""
    played = {**nation.candidate_endpoints(), **prepare(run.declaration)}
    endpoints = with_profiles(played, run.profiles)
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


def look_before(run: Run, nation: Nation, candidate: Candidate) -> tuple[Looked, ...]:
    """Look at all that a candidate is set up with; raises UsageProblem for what is wrong, unless that was allowed."""
    recorder = nation.world.recorder
    stretch = calibrated().stretch  # measured once a process
    looked = run.looked or look_at_candidate(candidate.driver, candidate.declaration, stretch)
    offered = candidate.driver.about().get("actions") or ()
    settings = nation.settings(run.declaration)
    folder = run.out / EVIDENCE
    looked += look_at_services(candidate.driver, nation.world, folder, settings, offered, stretch)
    recorder.write(Preflight(looked, run.anyway))
    recorder.log.sync()
    _stop_at_problems(run, looked)
    return looked


def _stop_at_problems(run: Run, looked: Sequence[Looked]) -> None:
    problem = problem_of(looked)
    if problem is not None and not run.anyway:
        raise problem


def _waited_for(run: Run, candidate: Candidate, machine: Calibrated) -> Candidate:
    """Give the candidate with the deadlines of this machine: how often it acts itself stays as it declares."""
    if machine.stretch == 1:
        return candidate
    run.tell(
        f"this machine is slow or busy (a thread gets {machine.share:.0%} of a processor, and wakes up to "
        f"{machine.late_ms:.0f} ms late): the candidate is waited for {machine.stretch:g} times as long"
    )
    return replace(candidate, declaration=stretched(candidate.declaration, machine.stretch))


@cache
def drawn(suites: Path, seed: int | str) -> dict[str, Settings]:
    """Give the conditions of everybody of these suites' journeys, laid out once a process: it takes half a second."""
    return settings_of_journeys(all_journeys(suites), fixture("people"), seed)


def _sittings(run: Run, nation: Nation, candidate: Candidate, patience: Patience) -> Sittings:
    world, journeys = nation.world, all_journeys(run.catalogue.suites)
    senders = NationalSenders(nation, candidate.declaration)
    stages = Stages(candidate, nation, senders, patience, run.seed, run.asked.examples, run.asked.parts)
    own = run.declaration.own_medicines
    settings = dict(drawn(run.catalogue.suites, run.seed))
    issuer = Issuer(run.seed, run.environment, list(journeys), own, fixture("people"), settings)
    clock = SittingClock(candidate.driver, world, candidate.declaration.pace.step_seconds)
    return Sittings(
        world.recorder,
        journeys,
        issuer,
        world.admit,
        stages.stage,
        patience,
        run.progress,
        clock,
        world.late,
    )


def _run_journeys(sittings: Sittings, plan: Plan) -> None:
    try:
        with loaded_is_kept(), short_turns():
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

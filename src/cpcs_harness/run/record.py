"""Makes the evidence of a run: plays the nation, starts the candidate, and runs the planned journeys."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cpcs_harness._content import ROOT
from cpcs_harness._content.mocks.controls import NationalControls
from cpcs_harness._content.mocks.nation import Nation
from cpcs_harness._content.mocks.senders import NationalSenders
from cpcs_harness.catalogue import Catalogue, cross_check, load_catalogue, load_cells
from cpcs_harness.declaration import Declaration
from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence.guard import Guard
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.formats.nhs111.pack import OfficialPack
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.journeys.journey import Pace, Patience, Stage
from cpcs_harness.journeys.sittings import Sittings
from cpcs_harness.judging.criterion import checks_in
from cpcs_harness.judging.judgement import CATALOGUE, EVIDENCE, RULINGS
from cpcs_harness.mockkit.world import World
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.model import Environment, Issued, Premises
from cpcs_harness.reporters import ASSESSMENT, FORMS
from cpcs_harness.run import candidate as candidates
from cpcs_harness.run.official_schemas import judge_by_pack
from cpcs_harness.run.plan import Asked, make_plan
from cpcs_harness.times import real_now

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Run:
    """What one run works with, once it has been asked for and found possible."""

    asked: Asked
    candidate_path: Path | None
    declaration: Declaration
    environment: Environment
    out: Path
    tell: Tell
    pack: OfficialPack | None = None
    """The official NHS 111 schemas, where the user has them."""


def checked_catalogue() -> Catalogue:
    """Load the catalogue and hold it against cells, checks and journeys; every mistake is named at once."""
    catalogue = load_catalogue(ROOT / CATALOGUE)
    pathways = {name: journey.pathway for name, journey in all_journeys().items()}
    cells = load_cells(catalogue.cells) if catalogue.cells is not None else None
    problems = cross_check(catalogue, cells, checks_in(catalogue.suites), pathways)
    if problems:
        raise UsageProblem(f"the catalogue has {len(problems)} mistake(s):", problems)
    return catalogue


def record(asked: Asked, candidate_path: Path | None, out: Path, tell: Tell = lambda _: None) -> Path:
    """Run the planned journeys; gives the folder that holds the evidence."""
    catalogue = checked_catalogue()
    declaration = candidates.declaration_of(candidate_path, catalogue, asked.amqp)
    journeys = all_journeys()
    step_seconds = declaration.pace.step_seconds
    plan = make_plan(asked, catalogue, declaration, journeys, real_now().date(), step_seconds)
    pack = OfficialPack(asked.schemas) if asked.schemas is not None else None
    environment = candidates.environment_of(candidate_path, declaration, asked.seed, tell)
    candidates.must_be_there(candidate_path, declaration)
    _clear(out, candidate_path.parent if candidate_path else None)
    run = Run(asked, candidate_path, declaration, environment, out, tell, pack)
    with ExitStack() as closing:
        _carry_out(run, plan, closing)
    return out


def _carry_out(run: Run, plan: Mapping[str, Any], closing: ExitStack) -> None:
    patience = Patience()
    real_numbers = _RealNumbers(patience, run.tell)
    recorder = Recorder(run.out / EVIDENCE, Register(), Guard(real_numbers.found))
    closing.callback(recorder.log.close)
    recorder.event("plan", plan)
    world = World(run.environment, recorder.register, recorder)
    mocks = run.declaration.mocks
    nation = closing.enter_context(Nation(world, mocks.ports, mocks.listen, mocks.advertised))
    recorder.event("environment", _environment_record(world))
    _check_broker(nation, run.declaration)
    run.tell("the national services are up; waiting for the candidate")
    candidate = candidates.start(
        run.candidate_path,
        run.declaration,
        run.environment,
        {**nation.candidate_endpoints(), **candidates.broker_of(run.declaration)},
        run.asked.known_bad,
        closing,
    )
    recorder.event("about", candidate.driver.about())
    if candidate.cis2 is not None:
        nation.cis2.redirect_uri = candidate.cis2.redirect_uri
    run.tell(f"running {_count(plan['journeys'], 'journey')} in {_count(plan['sittings'], 'sitting')}")
    try:
        _sittings(run, nation, world, candidate, patience).run(plan["sittings"])
    except KeyboardInterrupt:
        recorder.log.close()  # what happens while the mocks are taken down is nobody's doing
        raise
    recorder.event("about", _about_at_end(candidate))
    if run.pack is not None:
        judge_by_pack(run.pack, run.out / EVIDENCE, recorder)
    recorder.log.finish()
    real_numbers.end()


def _check_broker(nation: Nation, declaration: Declaration) -> None:
    """Refuse to begin when nothing could be handed on: each bundle would be waited for in vain."""
    behind = declaration.adaptor
    if behind is None or behind.mode != "played":
        return
    problem = nation.adaptor.unreachable(behind.amqp, behind.queue)
    if problem:
        raise UsageProblem(f"the broker of the played 111 Adaptor cannot be used: {problem}")


def _count(things: Sequence[Any], word: str) -> str:
    return f"{len(things)} {word}{'' if len(things) == 1 else 's'}"


def _sittings(
    run: Run, nation: Nation, world: World, candidate: candidates.Candidate, patience: Patience
) -> Sittings:
    pace = run.declaration.pace
    folded = f"{run.asked.seed}/{run.asked.challenge}" if run.asked.challenge else run.asked.seed
    issuer = Issuer(folded, run.environment, list(all_journeys()))
    declared = run.declaration
    senders = NationalSenders(
        nation, candidate.itk_url, candidate.fhir_url, declared.adaptor, declared.takes_itk
    )

    def stage_for(issued: Issued, another: Callable[[str, Premises], Issued]) -> Stage:
        return Stage(
            issued=issued,
            driver=candidate.driver,
            recorder=world.recorder,
            pace=Pace(step=pace.step_seconds, poll=pace.poll_seconds, arrival=pace.arrival_seconds),
            patience=patience,
            senders=senders,
            practice_responds=nation.practice.respond,
            own_codes=run.declaration.medicines,
            plan_fault=world.faults.plan,
            hold_record=world.hold,
            premises=world.environment.premises,
            issue_another=another,
            declaration=declared,
            controls=NationalControls(nation, issued.journey, candidate.cis2, candidate.hosts),
            seed=folded,
            examples=run.asked.examples,
        )

    return Sittings(world.recorder, all_journeys(), issuer, world.admit, stage_for, patience)


def _environment_record(world: World) -> dict[str, Any]:
    """Give what a judge needs to verify signatures and credentials: all of it throw-away, issued by the harness."""
    environment = world.environment
    return {
        "premises": [dict(one.__dict__, address=list(one.address)) for one in environment.premises],
        "api_key": environment.api_key,
        "kid": environment.kid,
        "public_jwk": environment.public_jwk,
        "cis2_client_id": environment.cis2_client_id,
        "dos_username": environment.dos_username,
        "dos_password": environment.dos_password,
        "mesh_shared_key": environment.mesh_shared_key,
        "addresses": dict(world.addresses),
    }


def _about_at_end(candidate: candidates.Candidate) -> dict[str, Any]:
    try:
        return dict(candidate.driver.about())
    except UsageProblem as gone:
        return {"error": str(gone)}


class _RealNumbers:
    """What follows when an NHS number may be a real person's: its journey stops, and a second ends the run."""

    def __init__(self, patience: Patience, tell: Tell) -> None:
        self.patience, self.tell = patience, tell
        self.seen = 0

    def found(self, journey: str | None) -> None:
        """Tell the tester, and stop what has to stop."""
        self.seen += 1
        where = journey or "a call of no journey"
        self.tell(f"an NHS number that may be a real person's was seen in {where}; it was masked")
        why = "an NHS number that may be a real person's was seen"
        if journey is not None:
            self.patience.stop(journey, why)
        if self.seen > 1:
            self.patience.give_up(f"{why}, for the second time")

    def end(self) -> None:
        """End the run with status 2 when there was more than one."""
        if self.seen > 1:
            raise UsageProblem(
                f"NHS numbers that may be real people's were seen {self.seen} times, so the run was stopped. "
                "Use a test system that holds synthetic patients only. The evidence holds them masked."
            )


def _clear(out: Path, own: Path | None) -> None:
    """Make room for a run, without touching anything in the folder that no run wrote."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as refused:
        raise UsageProblem(f"--out {out} is no folder to write to: {refused.strerror}") from refused
    rulings = () if own is not None and own.resolve() == out.resolve() else (RULINGS,)
    for name in (ASSESSMENT, *FORMS, "checks.log", *rulings):
        (out / name).unlink(missing_ok=True)
    for name in (EVIDENCE, "allure-results"):
        if (out / name).is_dir():
            shutil.rmtree(out / name)

"""Serves the national services without any journey, for a supplier to provision and develop against."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from cpcs_harness._content import CATALOGUE
from cpcs_harness._content.mocks.nation import Nation, kinds_for
from cpcs_harness.conditions.draws import settings_of_journeys
from cpcs_harness.declaration import Declaration
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.journeys.journey import Journey
from cpcs_harness.mockkit.world import World
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.model import Environment
from cpcs_harness.profiles import Profiles
from cpcs_harness.run import candidate as candidates
from cpcs_harness.run.profiles import Replacing, profiles_of
from cpcs_harness.run.provision import provision, with_profiles
from cpcs_harness.run.suite import checked_catalogue
from cpcs_harness.run.writable import made

PROVISION = "provision.json"
Tell = Callable[[str], None]


@contextmanager
def serve(
    path: Path, out: Path, seed: int, tell: Tell, catalogue_path: Path = CATALOGUE, profiles: Replacing = ()
) -> Iterator[World]:
    """Serve the mocks of a declaration, with a patient for each journey; writes provision.json beside it."""
    catalogue = checked_catalogue(catalogue_path)
    declaration = candidates.declaration_of(path, catalogue)
    environment = candidates.environment_of(path, declaration, seed, tell)
    replaced = profiles_of(declaration, profiles)
    folder = made(out / datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ"))
    journeys, own = all_journeys(catalogue.suites), declaration.own_medicines
    settings = settings_of_journeys(journeys, fixture("people"), seed)
    issuer = Issuer(seed, environment, list(journeys), own, fixture("people"), settings)
    world = _peopled(issuer, environment, folder, all_journeys(catalogue.suites), replaced)
    mocks = declaration.mocks
    kinds = kinds_for(declaration)
    with Nation(world, mocks.ports, mocks.listen, mocks.advertised, kinds) as nation:
        nation.configure(declaration)
        _write_provision(nation, declaration, path, tell)
        tell(f"what is asked of the mocks is recorded in {folder}")
        yield world
    world.recorder.log.close()


def _peopled(
    issuer: Issuer,
    environment: Environment,
    folder: Path,
    journeys: Mapping[str, type[Journey]],
    profiles: Profiles,
) -> World:
    recorder = Recorder(folder, Register())
    world = World(environment, recorder.register, recorder, profiles=profiles)
    for name, journey in journeys.items():
        world.admit(issuer.issue(name, journey.pathway, age=journey.age))
    return world


def _write_provision(nation: Nation, declaration: Declaration, path: Path, tell: Tell) -> None:
    folder, target = path.resolve().parent / "provision", path.parent / PROVISION
    endpoints = with_profiles(nation.candidate_endpoints(declaration), nation.world.profiles)
    details = provision(nation.world.environment, endpoints, folder)
    target.write_text(json.dumps(details, indent=1) + "\n", encoding="utf-8")
    target.chmod(0o600)
    tell(f"wrote {target}: provision the candidate with what is in it, once")
    unused = nation.unused(declaration)
    if unused:
        tell(f"left out of it, since {path.name} declares no use of them: {', '.join(unused)}")

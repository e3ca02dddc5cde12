"""What the tests of the mock kit share: a world with one journey's people in it, and the evidence as it stands."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.mockkit.world import World
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.model import Environment, Issued


@pytest.fixture(scope="session")
def environment() -> Environment:
    """Made once: its keys take a good part of a second."""
    return make_environment(seed=7)


@pytest.fixture
def world(environment: Environment, tmp_path: Path) -> Iterator[World]:
    recorder = Recorder(tmp_path / "run", Register())
    yield World(environment, recorder.register, recorder)
    recorder.log.close()


@pytest.fixture
def issued(world: World) -> Issued:
    issued = Issuer(7, world.environment).issue("journey-1", "minor-illness")
    world.admit(issued)
    return issued


@pytest.fixture
def exchanges(world: World) -> Callable[[], list[dict[str, Any]]]:
    """Gives the exchanges that were recorded so far."""

    def exchanges() -> list[dict[str, Any]]:
        world.recorder.log.flush()
        return Evidence.load(world.recorder.log.path.parent).of_kind("exchange")

    return exchanges

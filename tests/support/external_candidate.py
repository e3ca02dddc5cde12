"""A candidate that is assessed as a supplier's would be: declared, provisioned, and started by somebody else."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from checkout import ROOT
from cpcs_harness._content.mocks.nation import SERVICES, Nation
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.mockkit.world import World
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.environment_file import save_environment
from cpcs_harness.people.model import Environment
from cpcs_harness.run.provision import provision
from reference_nation import wait_until

TOKEN = "control-token"
"""Of the control API."""
_CLOCKED = """
import datetime, runpy, sys, time
real, off = time.time, float(sys.argv.pop(1))
time.time = lambda: real() + off
class Clock(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(seconds=off)
    @classmethod
    def utcnow(cls):
        return super().utcnow() + datetime.timedelta(seconds=off)
datetime.datetime = Clock
sys.argv[0] = "reference"
runpy.run_module("reference", run_name="__main__", alter_sys=True)
"""
"""Runs the reference by a clock that is wrong by so many seconds."""


def free_ports(number: int) -> list[int]:
    """Give ports that nobody listens at."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(number)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


class Folder:
    """A supplier's folder: declaration, environment, and what the candidate is provisioned with."""

    def __init__(self, path: Path, environment: Environment | None = None) -> None:
        self.path = path
        self.environment = environment or make_environment("an environment of tests")
        self.control, *ports = free_ports(1 + len(SERVICES))
        self.ports = dict(zip([kind.service for kind in SERVICES], ports, strict=True))
        save_environment(self.environment, path / "environment.json")
        self.base = f"http://127.0.0.1:{self.control}"

    @property
    def declaration(self) -> Path:
        """Where the declaration lies."""
        return self.path / "candidate.toml"

    def declare(self, text: str, changes: Mapping[str, str]) -> None:
        """Write a declaration: a text with the addresses of this folder in it, and single values otherwise."""
        told = text.replace("http://127.0.0.1:9", self.base).replace("given-at-start", TOKEN)
        for old, new in changes.items():
            assert old in told, f"nothing in the declaration is {old}"
            told = told.replace(old, new)
        ports = "\n".join(f"{name} = {port}" for name, port in self.ports.items())
        self.declaration.write_text(f"{told}\n[mocks.ports]\n{ports}\n")
        tomllib.loads(self.declaration.read_text())

    def provisioned(self, environment: Environment | None = None) -> dict[str, Any]:
        """Give what `cpcs mocks` writes for the candidate, from this environment or from another one."""
        recorder = Recorder(self.path / "unused", Register())
        world = World(environment or self.environment, recorder.register, recorder)
        with Nation(world, self.ports) as nation:
            given = provision(world.environment, nation.candidate_endpoints(), self.path / "provision")
        recorder.log.close()
        return given


class ReferenceOutside:
    """The reference service, started as a candidate that the harness knows nothing of."""

    declaration = (ROOT / "reference" / "candidate.toml").read_text(encoding="utf-8")

    def __init__(self, folder: Folder, provisioned: Mapping[str, Any], clock: float = 0.0) -> None:
        ready = folder.path / "ready.json"
        config = {
            **provisioned,
            "listen": f"127.0.0.1:{folder.control}",
            "ready_file": str(ready),
            "database": str(folder.path / "candidate.sqlite"),
            "control_token": TOKEN,
        }
        file = folder.path / "config.json"
        file.write_text(json.dumps(config))
        run = ["-c", _CLOCKED, str(clock)] if clock else ["-m", "reference"]
        with (folder.path / "candidate.log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-P", *run, "--config", str(file)],
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=log,
                stderr=log,
            )
        wait_until(lambda: ready.exists() or self.process.poll() is not None, "the candidate is ready")
        assert self.process.poll() is None, (folder.path / "candidate.log").read_text()

    def close(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait(10)

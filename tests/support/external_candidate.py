"""A candidate that is assessed as a supplier's would be: declared, provisioned, and started by somebody else."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from checkout import ROOT
from cpcs_harness._content.mocks.nation import SERVICES, Nation, kinds_for
from cpcs_harness.declaration import Declaration
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.mockkit.world import World
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.environment_file import save_environment
from cpcs_harness.people.model import Environment
from cpcs_harness.run.provision import provision
from ports import free_ports
from reference_nation import wait_until

NODE_CANDIDATE = ROOT / "docs" / "examples" / "node-candidate"
TOKEN = "control-token"
"""Of the control API."""
_CHANGED = """
import datetime, runpy, sys, time
import reference.actions
without, every = sys.argv.pop(2).split(","), reference.actions.all_actions
reference.actions.all_actions = lambda: {name: act for name, act in every().items() if name not in without}
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
"""Runs the reference by a clock that is wrong by so many seconds, without some of its actions."""


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
        """Write a declaration: a text with the addresses of this folder in it, and keys of sections otherwise.

        Changes go by key, such as `itk.url`, or `name`; `base` in a value stands for the candidate's own address.
        """
        told = re.sub(r"http://127\.0\.0\.1:\d+", self.base, text)
        told = re.sub(r"(?ms)^\[mocks[^\n]*\n(?:(?!\[).*?\n)*", "", told + "\n")
        told = re.sub(
            r"(?ms)^\[\[declared\]\]\n(?:(?!\[).*?\n)*", "", told
        )  # what it is shown by lies elsewhere
        told = re.sub(r"(?m)^arrival_seconds.*\n", "", told).replace(
            "[pace]", "[pace]\narrival_seconds = 2.0"
        )
        for key, value in {"control.token": TOKEN, **changes}.items():
            told = _with(told, key, value.replace("BASE", self.base))
        ports = "\n".join(f"{name} = {port}" for name, port in self.ports.items())
        self.declaration.write_text(f"{told}\n[mocks.ports]\n{ports}\n")
        tomllib.loads(self.declaration.read_text())

    def provisioned(self, text: str, environment: Environment | None = None) -> dict[str, Any]:
        """Give what `cpcs mocks` writes for a candidate's declaration, from this environment or from another one."""
        recorder = Recorder(self.path / "unused", Register())
        world = World(environment or self.environment, recorder.register, recorder)
        declared = Declaration.from_toml(tomllib.loads(text) | {"declared": ()}, self.path)
        with Nation(world, self.ports, kinds=kinds_for(declared)) as nation:
            given = provision(
                world.environment, nation.candidate_endpoints(declared), self.path / "provision"
            )
        recorder.log.close()
        return given


def _with(text: str, key: str, value: str) -> str:
    """Give a declaration with another value at a key that is there."""
    section, _, name = key.rpartition(".")
    head, start, rest = text.partition(f"[{section}]\n") if section else ("", "", text)
    changed, count = re.subn(rf'(?m)^{name} = ".*?"', f'{name} = "{value}"', rest, count=1)
    assert count, f"nothing in the declaration is called {key}"
    return head + start + changed


class ReferenceOutside:
    """The reference service, started as a candidate that the harness knows nothing of."""

    name = "reference"
    has = frozenset(
        {
            "self_test",
            "cis2",
            "scr",
            "smsp",
            "imap",
            "fhir",
            "clock",
            "cks",
            "clinical_tracker",
            "rtec",
            "cppe",
            "month",
        }
    )
    """What settings there are of it besides those that every candidate has."""
    declaration = (ROOT / "reference" / "candidate.toml").read_text(encoding="utf-8")

    def __init__(
        self, folder: Folder, provisioned: Mapping[str, Any], clock: float = 0.0, without: str = ""
    ) -> None:
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
        run = ["-c", _CHANGED, str(clock), without] if clock or without else ["-m", "reference"]
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


class NodeOutside:
    """The independent candidate of docs/examples, which is none of ours in language or design."""

    name = "node"
    has = frozenset({"self_test", "cks", "month"})
    declaration = (NODE_CANDIDATE / "candidate.toml").read_text(encoding="utf-8")

    def __init__(self, folder: Folder, provisioned: Mapping[str, Any], clock: float = 0.0) -> None:
        assert not clock, "its clock is the machine's"
        file = folder.path / "provision.json"
        file.write_text(json.dumps(provisioned), encoding="utf-8")
        settings = {"provision": file, "port": folder.control, "token": TOKEN, "data": folder.path / "data"}
        given = [str(word) for name, value in settings.items() for word in (f"--{name}", value)]
        with (folder.path / "candidate.log").open("wb") as log:
            self.process = subprocess.Popen(
                ["node", str(NODE_CANDIDATE / "main.mjs"), *given], stdout=log, stderr=log
            )
        wait_until(
            lambda: _listens(folder.control) or self.process.poll() is not None, "the candidate is ready"
        )
        assert self.process.poll() is None, (folder.path / "candidate.log").read_text()

    def close(self) -> None:
        """End it, and the process that it watches over."""
        self.process.terminate()
        self.process.wait(10)


def _listens(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


CANDIDATES = (ReferenceOutside, *([NodeOutside] if shutil.which("node") else []))
"""Those whose wrong settings are tried; a further one has the same attributes, and is started by the same arguments."""

"""The reference service as a candidate: a process of its own, started with nothing but a configuration file."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from cpcs_harness._content import ROOT
from cpcs_harness.errors import UsageProblem

START_SECONDS = 30.0
STOP_SECONDS = 5.0
LOG = "reference.log"
_COMMAND = (sys.executable, "-P", "-m", "reference")
"""`-P`: whatever is called `reference` where we stand is not ours."""
OPTION_OF_OURS = "--until-stdin-closes"
"""The service holds an end of ours as its standard input, and so ends with us, even when we are killed."""


class Running(Protocol):
    """A service of the reference that was started."""

    def ended(self) -> str:
        """Say how it ended; empty while it runs."""
        ...

    def close(self) -> None:
        """End it, kindly first."""
        ...


Start = Callable[[Sequence[str], Path], Running]
"""Starts the reference with these arguments, in a folder of its own; what it says goes into its LOG there."""


def reference_command(config: Path, fault: str | None) -> list[str]:
    """Give the command that runs the reference."""
    return [*_COMMAND, *_arguments(config, fault)]


def reference_environment() -> dict[str, str]:
    """Give its environment: our content found first, then what this process finds."""
    others = [
        str(Path(place).absolute()) for place in os.environ.get("PYTHONPATH", "").split(os.pathsep) if place
    ]
    path = os.pathsep.join([str(ROOT), *others])
    return {**os.environ, "PYTHONPATH": path}


class OwnProcess:
    """The reference started by itself, as anybody would."""

    def __init__(self, arguments: Sequence[str], folder: Path) -> None:
        command, environment = [*_COMMAND, *arguments], reference_environment()
        with (folder / LOG).open("wb") as log:
            self._process = subprocess.Popen(
                command, env=environment, cwd=folder, stdin=subprocess.PIPE, stdout=log, stderr=log
            )

    def ended(self) -> str:
        """Say how it ended; empty while it runs."""
        status = self._process.poll()
        return "" if status is None else f"exit status {status}"

    def close(self) -> None:
        """End it, kindly first."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(STOP_SECONDS)


class ReferenceProcess:
    """The reference service, running."""

    def __init__(
        self,
        configuration: Mapping[str, Any],
        folder: Path,
        fault: str | None = None,
        start: Start = OwnProcess,
    ) -> None:
        self.token = secrets.token_urlsafe(24)
        self._ready = folder / "ready.json"
        self._log = folder / LOG
        config = {
            **configuration,
            "listen": "127.0.0.1:0",
            "ready_file": str(self._ready),
            "database": str(folder / "reference.sqlite"),
            "control_token": self.token,
        }
        path = folder / "config.json"
        path.write_text(json.dumps(config, indent=1))
        self._running = start([*_arguments(path, fault), OPTION_OF_OURS], folder)

    def base(self) -> str:
        """Wait until it serves; gives its address, or raises UsageProblem with what it said."""
        deadline = time.monotonic() + START_SECONDS
        while not self._ready.exists():
            ended = self._running.ended()
            if ended:
                raise UsageProblem(f"the reference service did not start ({ended}): {self._said()}")
            if time.monotonic() > deadline:
                raise UsageProblem(
                    f"the reference service was not ready after {START_SECONDS:g} s: {self._said()}. "
                    f"Its log is {self._log}."
                )
            time.sleep(0.02)
        return str(json.loads(self._ready.read_text())["base"])

    def close(self) -> None:
        """End it, kindly first."""
        self._running.close()

    def _said(self) -> str:
        lines = self._log.read_text(errors="replace").strip().splitlines()
        return " / ".join(lines[-3:]) or "it said nothing"


def _arguments(config: Path, fault: str | None) -> list[str]:
    return ["--config", str(config), *(["--fault", fault] if fault else [])]

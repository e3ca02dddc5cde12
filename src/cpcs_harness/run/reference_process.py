"""The reference service as a candidate: a process of its own, started with nothing but a configuration file."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cpcs_harness._content import ROOT
from cpcs_harness.errors import UsageProblem

START_SECONDS = 30.0
STOP_SECONDS = 5.0


def reference_command(config: Path, fault: str | None) -> list[str]:
    """Give the command that runs the reference; `-P`: whatever is called `reference` where we stand is not ours."""
    command = [sys.executable, "-P", "-m", "reference", "--config", str(config)]
    return [*command, "--fault", fault] if fault else command


def reference_environment() -> dict[str, str]:
    """Give its environment: our content found first, then what this process finds."""
    others = [str(Path(one).absolute()) for one in os.environ.get("PYTHONPATH", "").split(os.pathsep) if one]
    path = os.pathsep.join([str(ROOT), *others])
    return {**os.environ, "PYTHONPATH": path}


class ReferenceProcess:
    """The reference service, running."""

    def __init__(self, configuration: Mapping[str, Any], folder: Path, fault: str | None = None) -> None:
        self.token = secrets.token_urlsafe(24)
        self.folder = folder
        self._ready = folder / "ready.json"
        self._log = folder / "reference.log"
        config = {
            **configuration,
            "listen": "127.0.0.1:0",
            "ready_file": str(self._ready),
            "database": str(folder / "reference.sqlite"),
            "control_token": self.token,
        }
        path = folder / "config.json"
        path.write_text(json.dumps(config, indent=1))
        # It holds our pipe as its standard input, and so ends with us, even when we are killed.
        command, environment = (
            [*reference_command(path, fault), "--until-stdin-closes"],
            reference_environment(),
        )
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command, env=environment, cwd=folder, stdin=subprocess.PIPE, stdout=log, stderr=log
            )

    def base(self) -> str:
        """Wait until it serves; gives its address, or raises UsageProblem with what it said."""
        deadline = time.monotonic() + START_SECONDS
        while not self._ready.exists():
            if self._process.poll() is not None:
                raise UsageProblem(
                    f"the reference service did not start (exit status {self._process.returncode}): {self._said()}"
                )
            if time.monotonic() > deadline:
                raise UsageProblem(
                    f"the reference service was not ready after {START_SECONDS:g} s: {self._said()}. "
                    f"Its log is {self._log}."
                )
            time.sleep(0.02)
        return str(json.loads(self._ready.read_text())["base"])

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

    def _said(self) -> str:
        lines = self._log.read_text(errors="replace").strip().splitlines()
        return " / ".join(lines[-3:]) or "it said nothing"

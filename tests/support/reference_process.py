"""The reference service as a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx

from checkout import ROOT
from plain_http import NOBODY
from reference_nation import GPHC, wait_until


class Process:
    """The reference service as a process of its own."""

    def __init__(self, config_file: Path, ready_file: Path, *options: str, folder: Path = ROOT) -> None:
        self.ready_file = ready_file
        command = [sys.executable, "-P", "-m", "reference", "--config", str(config_file), *options]
        environment = {**os.environ, "PYTHONPATH": str(folder)}
        self.process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def base(self) -> str:
        """Where it listens, once it does."""
        wait_until(
            lambda: self.ready_file.exists() or self.process.poll() is not None, "the reference is ready"
        )
        assert self.process.poll() is None, self.process.stderr.read()
        return str(json.loads(self.ready_file.read_text())["base"])

    def act(self, action: str, **given: Any) -> dict[str, Any]:
        """Do an action over the control API, once it listens."""
        return self.act_at(self.base(), action, **given)

    def act_at(self, base: str, action: str, **given: Any) -> dict[str, Any]:
        """Do an action over the control API at an address."""
        actor = {"name": "Jo", "role": "pharmacist", "ods": "FA101", "gphc": GPHC}
        reply = httpx.post(
            f"{base}/control/v1/actions/{action}",
            headers={"Authorization": "Bearer control-token"},
            json={"actor": actor, "referral": None, "input": given},
            timeout=20,
            verify=NOBODY,
        )
        assert reply.status_code == 200, reply.text
        return dict(reply.json())

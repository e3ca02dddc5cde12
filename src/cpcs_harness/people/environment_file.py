"""Keeps an environment in a file beside the declaration, so that a candidate is provisioned only once."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path

from cpcs_harness.errors import UsageProblem
from cpcs_harness.people.environment import client_certificate
from cpcs_harness.people.model import Environment
from cpcs_harness.people.seeded_secrets import sign_in_secrets
from cpcs_harness.records import from_json

MAX_FILE = 1024 * 1024


def save_environment(environment: Environment, path: Path) -> None:
    """Write it, readable by its owner alone: it holds the (throw-away) private key."""
    text = json.dumps(dataclasses.asdict(environment), indent=1)
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text + "\n")


def load_environment(path: Path) -> Environment:
    """Read it back; raises UsageProblem for a file that was damaged.

    A file of before mutual TLS is given a certificate, which is kept in it.
    """
    try:
        if path.stat().st_size > MAX_FILE:
            raise ValueError(f"it is larger than {MAX_FILE} bytes")
        data = json.loads(path.read_text(encoding="utf-8"))
        # A file of before sign-in with CIS2 lacks its secrets: they follow from what it holds, so that they last.
        lacks = not {"client_ca_pem", "client_certificate_pem", "client_key_pem"} <= data.keys()
        made = client_certificate() if lacks else {}
        environment = from_json(Environment, {**sign_in_secrets(str(data["api_key"])), **data, **made})
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as broken:
        raise UsageProblem(
            f"{path} is no environment ({type(broken).__name__}: {broken}). Restore it, or remove it: a new one is "
            "made then, and the candidate has to be provisioned again."
        ) from broken
    if lacks:
        save_environment(environment, path)
    return environment

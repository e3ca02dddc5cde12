"""What can go wrong at a national service, by name: plain data that journeys hand to `Stage.fault`.

Source: fixtures/faults, a file for each service, written from the interface sheets that they name.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from cpcs_harness._content import ROOT
from cpcs_harness.errors import HarnessError
from cpcs_harness.people.fixtures import fixture

FOLDER = ROOT / "fixtures" / "faults"


def fault_menu(service: str) -> dict[str, dict[str, Any]]:
    """Give a service's faults by name, each as what `Fault` takes: status, headers, body, delay, drop.

    A journey may change one: `stage.fault("slow", "pds", "read_patient", **fault_menu("pds")["hang"] | {"delay": 3})`.
    """
    if not (FOLDER / f"{service}.yaml").is_file():
        known = ", ".join(sorted(path.stem for path in FOLDER.glob("*.yaml")))
        raise HarnessError(f"no menu of faults for {service!r}; known: {known}")
    return copy.deepcopy(_menu(service))


@cache
def _menu(service: str) -> dict[str, dict[str, Any]]:
    return {name: _fault(parts) for name, parts in fixture(f"faults/{service}").items()}


def _fault(parts: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: parts[name] for name in ("status", "delay", "drop") if name in parts}
    headers = dict(parts.get("headers", {}))
    if "outcome" in parts or "json" in parts:
        written = _outcome(parts["outcome"]) if "outcome" in parts else parts["json"]
        headers = {"Content-Type": "application/json"} | headers
        plain["body"] = json.dumps(written).encode()
    elif "text" in parts:
        plain["body"] = parts["text"].encode()
    return plain | ({"headers": headers} if headers else {})


def _outcome(parts: Mapping[str, str]) -> dict[str, Any]:
    coding = {
        "system": "https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode",
        "version": "1",
        "code": parts["code"],
        "display": parts["display"],
    }
    issue: dict[str, Any] = {"severity": parts.get("severity", "error"), "code": parts["issue"]}
    issue["details"] = {"coding": [coding]}
    if "diagnostics" in parts:
        issue["diagnostics"] = parts["diagnostics"]
    return {"resourceType": "OperationOutcome", "issue": [issue]}

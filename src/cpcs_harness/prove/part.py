"""In which part of its journeys a fault shows itself: the other patients and steps are left out of its proof.

Written by `cpcs prove --write`, which tries each part before it notes it (see `narrowing.py`); where a part shows the
fault no more, whole journeys are run. That who is right is caught by nothing in a part is looked at by tests.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cpcs_harness._content import ROOT
from cpcs_harness.journeys.part import JourneyPart

FILE = ROOT / "reference" / "faulty" / "parts.json"
Part = tuple[JourneyPart, ...]
EVERYBODY: Part = ()
"""The whole of each journey."""


def parts(file: Path = FILE) -> dict[str, Part]:
    """Read in which part of its journeys each fault showed itself; nothing of a file that is not there."""
    if not file.is_file():
        return {}
    read = json.loads(file.read_text(encoding="utf-8"))
    return {
        fault: tuple(_read(journey, told) for journey, told in part.items()) for fault, part in read.items()
    }


def _read(journey: str, told: Mapping[str, Any]) -> JourneyPart:
    return JourneyPart(journey, tuple(told["patients"]), told.get("until", ""), tuple(told.get("steps", ())))


def write(found: Mapping[str, Part], file: Path = FILE) -> None:
    """Write the part of each fault, one in a line."""
    lines = [
        f" {json.dumps(fault)}: {json.dumps({one.journey: _told(one) for one in part})}"
        for fault, part in sorted(found.items())
        if part
    ]
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _told(part: JourneyPart) -> dict[str, Any]:
    told = {"patients": list(part.labels), "until": part.until, "steps": list(part.steps)}
    return {key: value for key, value in told.items() if value or key == "patients"}

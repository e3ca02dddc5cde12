"""What a run says to people and pipelines, each form in a file of its own, from the assessment and its evidence."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from cpcs_harness.assessment import Assessment
from cpcs_harness.reporters.exchanges import Evidence

__all__ = ["ASSESSMENT", "FORMS", "Evidence", "write_all"]

ASSESSMENT = "assessment.json"
FORMS: Mapping[str, str] = {
    "report.html": "html",
    "junit.xml": "junit",
    "summary.md": "summary",
    "hazard-log.csv": "hazard_log",
}
"""The files that are written of an assessment, and the module here that writes each: its
`render(assessment, evidence)` gives text or bytes."""


def write_all(assessment: Assessment, evidence: Evidence, folder: Path) -> list[Path]:
    """Write assessment.json and every form into a folder; gives their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    # Half a surrogate pair, which a candidate may have sent, becomes JSON's own \\ud83d.
    verdicts = json.dumps(assessment.as_json(), ensure_ascii=False, indent=1) + "\n"
    contents = {ASSESSMENT: verdicts.encode("utf-8", "backslashreplace")}
    contents |= {name: _rendered(module, assessment, evidence) for name, module in FORMS.items()}
    for name, content in contents.items():
        _write_whole(folder / name, content)
    return [folder / name for name in contents]


def _write_whole(path: Path, content: bytes) -> None:
    """Replace a file at once: whoever reads it sees the one before or all of this one."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.unlink(missing_ok=True)  # what a killed process left, or a link that somebody put there
        unfinished.write_bytes(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _rendered(module: str, assessment: Assessment, evidence: Evidence) -> bytes:
    content: str | bytes = import_module(f"{__name__}.{module}").render(assessment, evidence)
    return content if isinstance(content, bytes) else content.encode("utf-8")

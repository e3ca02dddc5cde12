"""What a run says to people and pipelines, each format in a file of its own, from the assessment and its evidence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cpcs_harness.reporters.exchanges import Evidence

__all__ = ["Evidence", "write_all"]


def write_all(assessment: Mapping[str, Any], evidence: Evidence, folder: Path) -> list[Path]:
    """Write assessment.json, report.html, junit.xml and summary.md into a folder; gives their paths."""
    from cpcs_harness.reporters import html, junit, summary

    folder.mkdir(parents=True, exist_ok=True)
    verdicts = json.dumps(assessment, ensure_ascii=False, indent=1) + "\n"
    contents = {
        # Half a surrogate pair, which a candidate may have sent, becomes JSON's own \\ud83d.
        "assessment.json": verdicts.encode("utf-8", "backslashreplace"),
        "report.html": html.render(assessment, evidence).encode("utf-8"),
        "junit.xml": junit.render(assessment),
        "summary.md": summary.render(assessment).encode("utf-8"),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]

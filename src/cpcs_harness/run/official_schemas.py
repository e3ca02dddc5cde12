"""What the official NHS 111 pack says of what was sent and answered, written down with the run: `--schemas`.

The pack is the user's and does not go into the evidence, so a judge could not use it again; what it says is recorded,
with its digest, as an event of kind `schemas_judged` for each report.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.recorder import Recorder, event_id
from cpcs_harness.formats.nhs111.pack import OfficialPack
from cpcs_harness.formats.xml import read_xml

SERVICES = ("nhs111", "nhs111online")
KIND = "schemas_judged"


def judge_by_pack(pack: OfficialPack, folder: Path, recorder: Recorder) -> None:
    """Record what the pack's schemas say of each report that was sent undamaged, and of each answer."""
    recorder.log.sync()
    evidence = Evidence.load(folder)
    for event in evidence.of_kind("exchange"):
        if event["data"]["service"] in SERVICES:
            recorder.event(KIND, _said(pack, evidence, event), journey=event["journey"])


def _said(pack: OfficialPack, evidence: Evidence, event: Mapping[str, Any]) -> dict[str, Any]:
    data = event["data"]
    whole = not data["facts"]["damage"]
    return {
        "pack": pack.digest,
        "exchange": event_id(event),
        "request": _problems(pack, evidence.body(data["request"]["body"])) if whole else [],
        "response": _problems(pack, evidence.body(data["response"]["body"])),
    }


def _problems(pack: OfficialPack, body: bytes) -> list[str]:
    root = read_xml(body) if body else None
    if root is None:
        return []  # what is no XML is for the checks to say
    return [f"{problem.rule} {problem.where}: {problem.text}" for problem in pack.problems(root)]

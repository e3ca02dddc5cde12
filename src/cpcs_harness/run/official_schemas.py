"""What the official NHS 111 pack says of what was sent and answered, written down with the run: `--schemas`.

The pack is the user's and does not go into the evidence, so a judge could not use it again; what it says is recorded,
with its digest, as an event of kind `schemas_judged` for each report.
"""

from __future__ import annotations

from pathlib import Path

from cpcs_harness.evidence.events import Event, Exchange, SchemasJudged
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.formats.nhs111.pack import OfficialPack
from cpcs_harness.formats.xml import read_xml

SERVICES = ("nhs111", "nhs111online")


def judge_by_pack(pack: OfficialPack, folder: Path, recorder: Recorder) -> None:
    """Record what the pack's schemas say of each report that was sent undamaged, and of each answer."""
    recorder.log.sync()
    evidence = Evidence.load(folder)
    for event in evidence.of(Exchange):
        if event.data.service in SERVICES:
            recorder.write(_said(pack, evidence, event), journey=event.journey)


def _said(pack: OfficialPack, evidence: Evidence, event: Event[Exchange]) -> SchemasJudged:
    exchange = event.data
    whole = not exchange.facts["damage"]
    return SchemasJudged(
        pack=pack.digest,
        exchange=event.id,
        request=_problems(pack, evidence.body(exchange.request.body)) if whole else (),
        response=_problems(pack, evidence.body(exchange.response.body)),
    )


def _problems(pack: OfficialPack, body: bytes) -> tuple[str, ...]:
    root = read_xml(body) if body else None
    if root is None:
        return ()  # what is no XML is for the checks to say
    return tuple(f"{problem.rule} {problem.where}: {problem.text}" for problem in pack.problems(root))

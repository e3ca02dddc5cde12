"""The project's rulings on its reference service: whether they are on the build that is here, and made so again."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cpcs_harness.assessment import Assessment
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.catalogue import Catalogue
from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence.reference_build import digest_of_reference, files_of_reference
from cpcs_harness.judging.judgement import RULINGS
from cpcs_harness.judging.rulings import Ruling, load_rulings
from cpcs_harness.times import real_now

_HELD = (Verdict.CONFIRMED, Verdict.DECLARED, Verdict.AWAITING, Verdict.PASS, Verdict.NOT_APPLICABLE)
"""Verdicts of a criterion that somebody can confirm."""


@dataclass(frozen=True)
class Build:
    """The reference service as it is here, and what was ruled on of it."""

    folder: Path
    """That of its declaration and rulings."""
    files: dict[str, str]
    digest: str
    rulings: tuple[Ruling, ...]

    @classmethod
    def of(cls, catalogue: Catalogue) -> Build:
        """Read it; raises UsageProblem where a catalogue has no rulings."""
        if catalogue.reference is None or not (catalogue.reference / RULINGS).is_file():
            raise UsageProblem(f"{catalogue.file} names no folder under `reference` that holds {RULINGS}")
        files = files_of_reference(catalogue.reference)
        known = catalogue.criteria, catalogue.vocabulary.pathways, real_now()
        rulings = load_rulings(catalogue.reference / RULINGS, *known)
        return cls(catalogue.reference, files, digest_of_reference(files), rulings)

    @property
    def is_ruled_on(self) -> bool:
        """Whether all rulings are on this build."""
        return all(ruling.reference == self.digest for ruling in self.rulings)

    @property
    def state(self) -> str:
        """Say whether they are, and what to do where they are not."""
        if self.is_ruled_on:
            return (
                f"The rulings on the reference service are on this build of it (digest {self.digest[:12]})."
            )
        others = ", ".join(sorted({ruling.reference[:12] or "no digest" for ruling in self.rulings}))
        return (
            f"The rulings on the reference service are on another build of it ({others}; this is {self.digest[:12]}): "
            "they confirm nothing of it, and `make assess` ends with status 1. `cpcs rulings` shows what has changed, "
            "`cpcs rulings --refresh` rules on this build as well."
        )

    @property
    def ruled(self) -> set[str]:
        """The criteria that were ruled on."""
        return {ruling.criterion for ruling in self.rulings}


def not_held(assessment: Assessment, ruled: Collection[str]) -> list[str]:
    """Say of criteria that were ruled on, and failed or were not shown, which did: nobody can confirm them."""
    return [
        f"{requirement.id} {record.id}: {record.verdict}, {record.reason}"
        for requirement, record in assessment.criteria()
        if record.id in ruled and record.verdict not in _HELD
    ]


def waiting(assessment: Assessment, ruled: Collection[str]) -> list[str]:
    """Name the criteria that wait for somebody to rule on them, and nobody has."""
    waits = {
        record.id: f"{record.id} ({record.judged_by}): {record.reason}"
        for _, record in assessment.criteria()
        if record.id not in ruled and record.verdict in (Verdict.AWAITING, Verdict.DECLARED)
    }
    return list(waits.values())


def rule_again(path: Path, digest: str, again: Collection[str], today: str) -> None:
    """Put the rulings of a file on a build: those that are made again, by criterion, bear the day."""
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    document["applies_to"] = {"reference": digest}
    for ruling in document["rulings"]:
        if ruling["criterion"] in again:
            ruling["at"] = today
    text = json.dumps(document, indent=1, ensure_ascii=False)
    spread, line = f'{{\n  "reference": "{digest}"\n }}', f'{{"reference": "{digest}"}}'
    path.write_text(text.replace(spread, line) + "\n", encoding="utf-8")

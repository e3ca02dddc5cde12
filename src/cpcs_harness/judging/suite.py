"""The suites of a catalogue as they judge: where checks stand, and the digests of all that judges with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cpcs_harness.catalogue import Catalogue
from cpcs_harness.evidence.digest import JudgedBy, installed
from cpcs_harness.judging.criterion import checks_in


@dataclass(frozen=True)
class Suite:
    """Read once, and good for as many judgings as there are."""

    catalogue: Catalogue
    checks: Mapping[str, Sequence[tuple[str, int]]]
    """By criterion, where its checks stand: a file, named from the folder that the suites lie in, and a line."""
    judged_by: JudgedBy

    @classmethod
    def of(cls, catalogue: Catalogue) -> Suite:
        """Read the suites of a catalogue."""
        return cls(catalogue, checks_in(catalogue.suites), installed(catalogue.suites, catalogue.digest))

    @property
    def folder(self) -> Path:
        """Where the suites lie."""
        return self.catalogue.suites.resolve()

    def files_of(self, criteria: Iterable[str]) -> list[Path]:
        """Give the files that hold checks of these criteria."""
        files = {file for criterion in criteria for file, _ in self.checks.get(criterion, ())}
        return [self.folder.parent / file for file in sorted(files)]

    @property
    def due(self) -> dict[str, int]:
        """How many checks there are of each criterion."""
        return {criterion: len(places) for criterion, places in self.checks.items()}

"""What of a run a ruling can be on, and which rulings decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cpcs_harness.evidence.events import About
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.rulings.ruling import Party, Ruling
from cpcs_harness.times import moment_of

REFRESH = "cpcs rulings"
"""Shows what is to be ruled on again, of the reference service."""


@dataclass(frozen=True)
class RuledRun:
    """The candidate of a run, its build, and the run itself."""

    candidate: str
    builds: tuple[str, ...]
    """What the candidate said at the start and at the end: one, where it stayed what it was; an empty one for none."""
    head: str
    ended: datetime
    has: Callable[[str], bool]
    """Says whether an event of an id is there."""
    reference: str = ""
    """Digest of the build, where it is the reference service without a fault."""
    known_bad: str | None = None
    ours: frozenset[tuple[str, str | None, str, str]] = frozenset()
    """What the project has ruled, as whoever judges has it installed: see `key`."""

    @classmethod
    def of(cls, evidence: Evidence, ours: Sequence[Ruling] = (), reference: str = "") -> RuledRun:
        """Read it from what was recorded.

        `ours` are the project's rulings that are installed, `reference` is the name that its service declares.
        """
        plan = evidence.plan
        is_ours = plan.declaration["name"] == reference  # under another name it is somebody else's product
        builds = [event.data.held.get("build") for event in evidence.of(About)]
        return cls(
            plan.declaration["name"],
            tuple(dict.fromkeys(str(build) for build in builds if build is not None)) or ("",),
            evidence.head,
            moment_of(evidence.events[-1]["at"]),
            evidence.has,
            plan.reference if is_ours else "",
            plan.known_bad,
            frozenset(key(ruling) for ruling in ours),
        )

    @property
    def told(self) -> str:
        """The builds in words."""
        return " and ".join(filter(None, self.builds)) or "none that was told"

    def concerns(self, ruling: Ruling) -> bool:
        """Say whether a ruling is on this candidate at all; none is on one that is wrong on purpose."""
        if self.known_bad:
            return False
        if ruling.party == Party.PROJECT:
            return bool(self.reference)
        return ruling.candidate == self.candidate

    def why_not(self, ruling: Ruling) -> str:
        """Say why a ruling on this candidate decides nothing; empty where it does.

        A refusal decides, whoever made it, as long as it is on this run or build; a confirmation has to be believed.
        """
        elsewhere = self._elsewhere(ruling)
        if elsewhere or ruling.ruling == "refused":
            return elsewhere
        if ruling.party == Party.SUPPLIER:
            return "it is the supplier's own, which confirms nothing"
        if ruling.party == Party.PROJECT:
            return "" if key(ruling) in self.ours else "the harness that judges carries no such ruling"
        if not ruling.given:
            return "it lay with the run, unsigned: an assurer who judges hands it in (cpcs judge --rulings)"
        return ""

    def _elsewhere(self, ruling: Ruling) -> str:
        if ruling.party == Party.PROJECT:
            if ruling.reference == self.reference:
                return ""
            return (
                f"it is on another build of the reference service, of digest {ruling.reference[:12]}: "
                f"`{REFRESH}` shows what has changed since"
            )
        if self.builds != (ruling.build,):
            return f"it is on build {ruling.build or 'none'}, and the run is of {self.told}"
        if ruling.run and ruling.run != self.head:
            return f"it is on another run (head {ruling.run[:12]}; this one's is {self.head[:12]})"
        return ""


def key(ruling: Ruling) -> tuple[str, str | None, str, str]:
    """Give what two rulings of the project have in common that say the same of one build."""
    return ruling.criterion, ruling.pathway, ruling.ruling, ruling.reference

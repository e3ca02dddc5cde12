"""What a check came to, as the roll-up reads it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.errors import Finding


@dataclass(frozen=True)
class CheckResult:
    """One check in one pathway."""

    nodeid: str
    criterion: str
    pathway: str
    title: str
    verdict: Verdict
    message: str = ""
    blame: str | None = None
    rests_on_answer: bool = False
    """The failure is one only if the mock's answer was right."""
    exchanges: tuple[str, ...] = ()
    """The events that the verdict rests on."""
    looked_at: tuple[str, ...] = ()
    finding: Finding | None = None
    """Of a failure: what the message says, as data."""

    def as_json(self) -> dict[str, Any]:
        """Give the form that goes from a test worker to its controller."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> CheckResult:
        """Read that form back."""
        found = data["finding"]
        finding = Finding(**{**found, "exchanges": tuple(found["exchanges"])}) if found else None
        ids = {name: tuple(data[name]) for name in ("exchanges", "looked_at")}
        return cls(**{**data, **ids, "finding": finding, "verdict": Verdict(data["verdict"])})

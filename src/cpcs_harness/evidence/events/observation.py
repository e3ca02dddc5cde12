"""What a candidate answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from cpcs_harness.records import Record, as_json


@dataclass(frozen=True)
class Observation(Record):
    """What the candidate answered to one action."""

    kind: ClassVar[str] = "observation"
    action: str
    actor: Mapping[str, Any]
    referral: str | None
    """The candidate's own name for it."""
    about: str
    """The document that the action was about, where the journey said so."""
    input: Mapping[str, Any]
    status: str
    reason: str | None
    shown: str | None
    """The text on the screen."""
    observation: Mapping[str, Any]
    elapsed_ms: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """Give what is written; what came as JSON is large, and is not gone through again."""
        return {**as_json(replace(self, observation={})), "observation": self.observation}

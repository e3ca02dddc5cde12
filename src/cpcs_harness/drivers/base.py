"""What every driver offers: an action goes in, and what came of it comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

STATUSES = ("done", "refused", "cannot", "failed")
"""How an action may end; `unanswered` and `malformed` are added by the harness."""


@dataclass(frozen=True)
class Actor:
    """The person on whose behalf the candidate acts, and at which premises."""

    name: str
    role: str
    ods: str
    gphc: str

    def as_json(self) -> dict[str, str]:
        """Give the form that goes over the wire."""
        return asdict(self)


@dataclass(frozen=True)
class Outcome:
    """How one action ended, and what the candidate showed."""

    status: str
    reason: str | None = None
    shown: str | None = None
    observation: Mapping[str, Any] = field(default_factory=dict)
    elapsed_ms: float = 0.0

    @property
    def answered(self) -> bool:
        """Say whether the candidate answered at all, in the agreed form."""
        return self.status in STATUSES


class Driver(Protocol):
    """Drives one candidate."""

    clock_offset: float | None
    """By how many seconds its clock was before ours when it last said what it is; None where it does not tell."""

    def about(self) -> Mapping[str, Any]:
        """Ask the candidate for its name, version, build and the actions it can do."""
        ...

    def act(
        self, action: str, actor: Actor, referral: str | None, given: Mapping[str, Any], seconds: float
    ) -> Outcome:
        """Have one action done, and wait for its end at most so many seconds."""
        ...

    def close(self) -> None:
        """Let go of the candidate."""
        ...

"""What a check came to, as the roll-up reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class CheckResult:
    """One check in one pathway."""

    nodeid: str
    criterion: str
    pathway: str
    title: str
    verdict: str
    """pass | fail | not_shown | error"""
    message: str = ""
    blame: str | None = None
    rests_on_answer: bool = False
    """The failure is one only if the mock's answer was right."""
    exchanges: tuple[str, ...] = ()
    """The events that the verdict rests on."""
    looked_at: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give the form that goes from a test worker to its controller."""
        return {**self.__dict__, "exchanges": list(self.exchanges), "looked_at": list(self.looked_at)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> CheckResult:
        """Read that form back."""
        return cls(**{**data, "exchanges": tuple(data["exchanges"]), "looked_at": tuple(data["looked_at"])})

"""What a national service says to a question about a patient."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Found:
    """The patients that a service knows under what was asked, or what it says in their place."""

    outcome: str  # found, not_found, too_many, invalidated, verified, not_verified
    patients: list[dict[str, Any]] = field(default_factory=list)
    message: str = ""
    stale: bool = False
    """Whether the service answered from an older copy."""

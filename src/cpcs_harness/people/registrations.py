"""What a register of pharmacists has of one of them, where a journey has it know otherwise than it would.

Plain data, made by journeys and served by mocks.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class HeldRegistration:
    """A pharmacist's entry: the name as registered, and whether their declaration of competence holds."""

    gphc: str
    full_name: str
    status: str = "current"
    """current | lapsed | unknown: no entry at all."""

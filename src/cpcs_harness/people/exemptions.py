"""What the exemption checking service has of a patient, where a journey has it know anything.

Plain data, made by journeys and served by mocks.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class HeldExemption:
    """The exemption that is found for one prescription of one patient."""

    nhs_number: str
    prescription: str
    """Its identifier, with the check character."""
    type: str
    """9005 maternity | 9006 | 9999, as the service answers (interface sheet dos-eps-rtec-scr-dmd, 4.1)."""

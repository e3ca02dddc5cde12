"""What the Electronic Prescription Service holds of a patient, where a journey has it hold anything.

Plain data, made by journeys and served by mocks. Codes are those of the tracker (interface sheet
dos-eps-rtec-scr-dmd, 3.3); dates are YYYYMMDDHHMMSS, empty for what has not happened.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class HeldOrganisation:
    """A prescriber or a pharmacy, as the tracker names it."""

    ods: str
    name: str
    address: str = ""
    phone: str = ""


@dataclass(frozen=True)
class HeldItem:
    """One medicine of a prescription."""

    id: str
    """A UUID."""
    description: str
    quantity: str
    unit: str
    dosage: str
    code: str
    """The dm+d code, as text."""
    status: str = "0007"
    """0001 fully dispensed | 0002 not dispensed | 0003 partly | 0004 owing | 0005 cancelled | 0006 expired | …"""


@dataclass(frozen=True)
class HeldPrescription:
    """One issue of a prescription."""

    id: str
    """With its check character."""
    issued: str
    items: tuple[HeldItem, ...]
    prescriber: HeldOrganisation
    status: str = "0001"
    """0000 to 0009, 9000, 9001 or 9005."""
    treatment: str = "0001"
    """0001 acute | 0002 repeat prescribing | 0003 repeat dispensing"""
    issue: int = 1
    issues: int = 1
    """How many are authorised."""
    last_event: str = ""
    """When anything last happened to it; when it was issued, where that is empty."""
    downloaded: str = ""
    dispensed: str = ""
    claimed: str = ""
    nominated: HeldOrganisation | None = None
    dispenser: HeldOrganisation | None = None
    before: HeldOrganisation | None = None
    """Who had fetched it before, and gave it back."""
    pending_cancellation: bool = False


@dataclass(frozen=True)
class HeldPrescriptions:
    """All that the service holds of one patient."""

    nhs_number: str
    prescriptions: tuple[HeldPrescription, ...]

"""Whatever a journey has the national services hold: each kind in a file of its own."""

from __future__ import annotations

from typing import TypeAlias

from cpcs_harness.people.demographics import CareRecord, Demographics
from cpcs_harness.people.directory import HeldServices
from cpcs_harness.people.exemptions import HeldExemption
from cpcs_harness.people.mailbox import HeldMailbox
from cpcs_harness.people.prescriptions import HeldPrescriptions
from cpcs_harness.people.registrations import HeldRegistration

Held: TypeAlias = (
    Demographics
    | CareRecord
    | HeldServices
    | HeldMailbox
    | HeldPrescriptions
    | HeldExemption
    | HeldRegistration
)

"""Claims as they were drawn for their patients: what MYS does to the first, and how often the key is pressed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cpcs_harness.mockkit.fault_menu import fault_menu
from cpcs_harness.people.drawn.claim import TAKEN

from .pds import Case

THING, BECOMES = "claim", "what becomes of the claim"
STAND: Mapping[str, str] = MappingProxyType({BECOMES: "it stands"})
"""What is pinned of patients whose claims nobody changes."""


def claim(case: Case) -> None:
    """Have the consultation claimed for, as it was drawn."""
    row = case.issued.drawn.get(THING, {})
    met = str(row.get("met", TAKEN))
    if met != TAKEN:
        about = case.person.nhs_number
        case.stage.fault(met, "mys", "submit_claim", about=about, **fault_menu("mys")[met])
    for _ in range(1 if row.get("pressed") == "once" else 2):
        case.do("submit_claims")

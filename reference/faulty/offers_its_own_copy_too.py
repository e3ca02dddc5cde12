"""Offers a patient twice who is known already: as PDS has them, and as its own copy has."""

from functools import cached_property
from typing import Any

from ..national.pds.service import Found
from ..screen import Screen
from ..service import Service

CATCHES = ("PDS-12",)
CONDITION = "a patient who was adopted before"


class _Double(Screen):
    @cached_property
    def known(self) -> set[str]:
        return set()

    def found(self, found: Found) -> dict[str, Any]:
        shown = super().found(found)
        copies = [one for one in shown["matches"] if one["nhs_number"] in self.known]
        self.known.update(one["nhs_number"] for one in shown["matches"])
        return {**shown, "matches": [*shown["matches"], *copies]}


def install(service: Service) -> None:
    """List local copies beside what PDS gives."""
    service.screen.__class__ = _Double

"""Lists patients who match without birth date and address, so that namesakes look the same."""

from typing import Any

from ..national.pds.service import Found
from ..screen import Screen
from ..service import Service

CATCHES = ("PDS-49",)
CONDITION = "several matches"


class _Names(Screen):
    def found(self, found: Found) -> dict[str, Any]:
        shown = super().found(found)
        if len(found.patients) > 1:
            nowhere = {"lines": [], "postcode": ""}
            shown["matches"] = [{**one, "birth_date": "", "address": nowhere} for one in shown["matches"]]
        return shown


def install(service: Service) -> None:
    """Show names."""
    service.screen.__class__ = _Names

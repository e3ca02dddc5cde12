"""Shows the first document of a repeat caller's set, whichever is the newest."""

from typing import Any

from ..inbound.itk.intake import Intake
from ..service import Service

CATCHES = ("N111-32",)
CONDITION = "a set whose newest document does not come first"


class _First(Intake):
    def current_of(self, contents: list[dict[str, Any]]) -> dict[str, Any]:
        return contents[0]


def install(service: Service) -> None:
    """Go by the order of payloads."""
    service.intake.__class__ = _First

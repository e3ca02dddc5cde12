"""Searches for records and reads them in the system's own name, whoever looks."""

from ..national.asker import Asker
from ..national.scr.asking import ScrAsking
from ..service import Service

CATCHES = ("SCR-22",)


class _InItsOwnName(ScrAsking):
    """The alerts alone are sent in the name of who looks: the API takes them no other way."""

    def authorisation(self, asker: Asker, _method: str) -> dict[str, str]:
        if _method == "POST":
            return super().authorisation(asker, _method)
        return {"Authorization": f"Bearer {self.access.tokens.token()}"}


def install(service: Service) -> None:
    """Ask as the system."""
    service.scr_viewer.scr.asking.__class__ = _InItsOwnName

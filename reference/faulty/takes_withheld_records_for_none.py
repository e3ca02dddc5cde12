"""Says that there is no record where it may not be seen."""

from ..pharmacy.scr_viewer import ScrViewer, Viewed
from ..service import Service

CATCHES = ("SCR-15",)
CONDITION = "a record that is withheld"


class _TakesForNone(ScrViewer):
    def withheld(self, number: str) -> Viewed:
        return self.none(number)


def install(service: Service) -> None:
    """Take a denial for an absence."""
    service.scr_viewer.__class__ = _TakesForNone

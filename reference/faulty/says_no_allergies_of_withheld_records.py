"""Says of a patient whose record may not be seen that they have no known allergies."""

from ..pharmacy.scr_viewer import ScrViewer, Viewed
from ..service import Service

CATCHES = ("SCR-15",)
CONDITION = "a record that is withheld"


class _SaysNoAllergies(ScrViewer):
    def withheld(self, number: str) -> Viewed:
        return Viewed("withheld", number, "No known allergies")


def install(service: Service) -> None:
    """Say what nobody knows."""
    service.scr_viewer.__class__ = _SaysNoAllergies

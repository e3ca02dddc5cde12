"""Shows of a patient without a Summary Care Record that they have no known allergies."""

from ..national.scr.record import Section
from ..pharmacy.scr_viewer import ScrViewer, Viewed
from ..service import Service

CATCHES = ("SCR-16",)
CONDITION = "a patient without a record"


class _ShowsEmptySections(ScrViewer):
    def none(self, number: str) -> Viewed:
        empty = [Section("Allergies and Adverse Reactions", "No known allergies")]
        return Viewed("none", number, "No information", sections=empty)


def install(service: Service) -> None:
    """Fill in what is not there."""
    service.scr_viewer.__class__ = _ShowsEmptySections

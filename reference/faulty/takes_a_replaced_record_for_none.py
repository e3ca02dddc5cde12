"""Says that there is no record when it was replaced between search and read."""

from ..national.asker import Asker
from ..national.scr.service import CareRecord, Withheld
from ..pharmacy.scr_viewer import ScrViewer, Viewed
from ..service import Service

CATCHES = ("SCR-11",)
CONDITION = "a record that is replaced between search and read"


class _NoEntries(Withheld):
    """Nothing was in the answer."""


class _GivesUp(ScrViewer):
    def fetch(self, number: str, document_id: str, asker: Asker) -> CareRecord | None:
        found = super().fetch(number, document_id, asker)
        if found is None:
            raise _NoEntries
        return found

    def withheld(self, number: str) -> Viewed:
        return self.none(number)


def install(service: Service) -> None:
    """Take no entries for no record."""
    service.scr_viewer.__class__ = _GivesUp

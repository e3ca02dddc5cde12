"""Stumbles over the missing entries of a search that found nobody, and says that PDS failed."""

from ..kit.problems import ServiceTrouble
from ..national.asker import Asker
from ..national.pds.service import Found, Pds
from ..service import Service

CATCHES = ("PDS-39",)
CONDITION = "no match"


class _NeedsEntries(Pds):
    def search(self, details: dict[str, str], asker: Asker) -> Found:
        found = super().search(details, asker)
        if found.outcome == "not_found":
            raise ServiceTrouble("PDS gave an answer that this system cannot read; try again later")
        return found


def install(service: Service) -> None:
    """Expect entries."""
    service.pds.__class__ = _NeedsEntries

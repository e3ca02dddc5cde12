"""Searches PDS by family name alone before it searches with the birth date."""

from contextlib import suppress

from ..kit.problems import ServiceTrouble
from ..national.asker import Asker
from ..national.pds.service import Found, Pds
from ..service import Service

CATCHES = ("PDS-05",)
CONDITION = "a search"


class _NameFirst(Pds):
    def search(self, details: dict[str, str], asker: Asker) -> Found:
        with suppress(ServiceTrouble):  # PDS refuses it, and the journey goes on
            self.ask("/Patient", {"family": details["family"], "_max-results": "1"}, asker)
        return super().search(details, asker)


def install(service: Service) -> None:
    """Search by name alone first."""
    service.pds.__class__ = _NameFirst

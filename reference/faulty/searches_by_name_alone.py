"""Searches PDS by family name alone before it searches with the birth date."""

from contextlib import suppress

from ..asking import Asker
from ..pds import Found, Pds
from ..problems import ServiceTrouble
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

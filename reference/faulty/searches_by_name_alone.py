"""Searches PDS by family name alone before it searches with the birth date."""

from contextlib import suppress

from ..pds import Found, Pds
from ..problems import ServiceTrouble
from ..service import Service

CATCHES = ("PDS-05",)
CONDITION = "a search"


class _NameFirst(Pds):
    def search(self, details: dict[str, str], ods: str) -> Found:
        with suppress(ServiceTrouble):  # PDS refuses it, and the journey goes on
            self.ask("/Patient", {"family": details["family"], "_max-results": "1"}, ods)
        return super().search(details, ods)


def install(service: Service) -> None:
    """Search by name alone first."""
    service.pds.__class__ = _NameFirst

"""Adopts a patient from a search result without retrieving the record."""

from ..patients.patients import Patients
from ..service import Service

CATCHES = ("PDS-09",)
CONDITION = "a patient found by a search"


class _Unread(Patients):
    def must_be_read_again(self, by_search: bool) -> bool:
        return False


def install(service: Service) -> None:
    """Take search results as they are."""
    service.patients.__class__ = _Unread

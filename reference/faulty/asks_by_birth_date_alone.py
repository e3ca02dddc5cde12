"""Asks the Spine Mini Service with the birth date alone before it asks with the name."""

from ..asking import Asker
from ..pds import Found
from ..service import Service
from ..smsp import Smsp
from ..smsp_request import DETAILS

CATCHES = ("SMSP-06",)
CONDITION = "a search"


class _BirthDateFirst(Smsp):
    def search(self, details: dict[str, str], asker: Asker) -> Found:
        self.ask(DETAILS, {"birth_date": details["birth_date"]}, asker)
        return super().search(details, asker)


def install(service: Service) -> None:
    """Ask by birth date first."""
    service.smsp.__class__ = _BirthDateFirst

"""Asks the Spine Mini Service with the birth date alone before it asks with the name."""

from ..national.asker import Asker
from ..national.pds.service import Found
from ..national.smsp.request import DETAILS
from ..national.smsp.service import Smsp
from ..service import Service

CATCHES = ("SMSP-06",)
CONDITION = "a search"


class _BirthDateFirst(Smsp):
    def search(self, details: dict[str, str], asker: Asker) -> Found:
        self.ask(DETAILS, {"birth_date": details["birth_date"]}, asker)
        return super().search(details, asker)


def install(service: Service) -> None:
    """Ask by birth date first."""
    service.smsp.__class__ = _BirthDateFirst

"""Gives a question to PDS up at the first failure, although it would pass."""

from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-31",)
CONDITION = "PDS fails once"


class _OneTry(Pds):
    tries = 1


def install(service: Service) -> None:
    """Try once."""
    service.pds.__class__ = _OneTry

"""Asks a Spine Mini Service that fails ten times, one right after the other."""

from ..national.smsp.service import Smsp
from ..service import Service

CATCHES = ("SMSP-07",)
CONDITION = "a failure that lasts"


class _Relentless(Smsp):
    tries = 10
    first_pause = 0.0


def install(service: Service) -> None:
    """Try ten times."""
    service.smsp.__class__ = _Relentless

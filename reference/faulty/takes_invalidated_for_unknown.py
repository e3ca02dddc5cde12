"""Takes a number that was made invalid, at the Spine Mini Service, for one that nobody has."""

from ..national.pds.service import Found
from ..national.smsp.service import Smsp
from ..service import Service

CATCHES = ("SMSP-16", "SMSP-19")
CONDITION = "an invalidated number"


class _Unknown(Smsp):
    def absent(self, code: str) -> Found:
        return super().absent("DEMOG-0001" if code == "DEMOG-0022" else code)


def install(service: Service) -> None:
    """Take invalid for unknown."""
    service.smsp.__class__ = _Unknown

"""Takes several matches at the Spine Mini Service for none."""

from ..national.pds.service import Found
from ..national.smsp.service import Smsp
from ..service import Service

CATCHES = ("SMSP-15",)
CONDITION = "several patients match"


class _NoneOfSeveral(Smsp):
    def absent(self, code: str) -> Found:
        return super().absent("DEMOG-0001" if code == "DEMOG-0007" else code)


def install(service: Service) -> None:
    """Take several for none."""
    service.smsp.__class__ = _NoneOfSeveral

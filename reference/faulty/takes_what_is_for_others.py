"""Takes a report that is for no pharmacy of its own, at the first that it serves."""

from ..inbound.addressing import Addressing
from ..kit.config import Premises
from ..service import Service

CATCHES = ("N111-16",)
CONDITION = "a recipient that is not served here"


class _Everybodys(Addressing):
    def find(self, dos_ids: list[str], ods_codes: list[str]) -> Premises | None:
        return super().find(dos_ids, ods_codes) or self.config.premises[0]


def install(service: Service) -> None:
    """Fall back to the first pharmacy."""
    service.addressing.__class__ = _Everybodys

"""Goes by ODS codes alone, and puts what names a service only at the first pharmacy."""

from ..inbound.addressing import Addressing
from ..kit.config import Premises
from ..service import Service

CATCHES = ("N111-24",)
CONDITION = "a report addressed by DoS service id alone"


class _OdsOnly(Addressing):
    def find(self, dos_ids: list[str], ods_codes: list[str]) -> Premises | None:
        return super().find(dos_ids, ods_codes) or (self.config.premises[-1] if dos_ids else None)

    def services(self, dos_ids: list[str]) -> list[str]:
        return []


def install(service: Service) -> None:
    """Ignore DoS service ids."""
    service.addressing.__class__ = _OdsOnly

"""Names to PDS the pharmacy where a pharmacist worked first on this day, wherever they are now."""

from ..national.asker import Asker
from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-46",)
CONDITION = "a pharmacist who goes to a second pharmacy"


class _Morning(Pds):
    begun: dict[str, str]

    def headers(self, request_id: str, asker: Asker) -> dict[str, str]:
        ods = self.begun.setdefault(asker.gphc, asker.ods)
        return {**super().headers(request_id, asker), "NHSD-End-User-Organisation-ODS": ods}


def install(service: Service) -> None:
    """Remember each pharmacist's first pharmacy."""
    service.pds.__class__ = _Morning
    service.pds.begun = {}  # type: ignore[attr-defined]  # the class was changed a line before

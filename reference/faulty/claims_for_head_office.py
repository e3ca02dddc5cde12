"""Claims in the name of head office, not of the premises of the consultation."""

from ..consultations.record import Record
from ..outbound.claims.fhir_claim import Claims
from ..service import Service

CATCHES = ("BSA-03",)


class _HeadOffice(Claims):
    def provider(self, record: Record) -> str:
        return "FHQ01"


def install(service: Service) -> None:
    """Claim for head office."""
    service.claims_desk.claims.__class__ = _HeadOffice

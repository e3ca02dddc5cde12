"""Claims an urgent medicine as a minor illness."""

from ..consultations.record import Record
from ..outbound.claims.fhir_claim import Claims
from ..service import Service

CATCHES = ("BSA-04",)
CONDITION = "an urgent medicine"


class _OneKind(Claims):
    def kind(self, record: Record) -> str:
        return "MIN_ILL"


def install(service: Service) -> None:
    """Claim one type for all."""
    service.claims_desk.claims.__class__ = _OneKind

"""Claims for the first pharmacy that it serves, whichever did the work."""

from ..consultations.record import Record
from ..outbound.claims.fhir_claim import Claims
from ..service import Service

CATCHES = ("SITE-01",)
CONDITION = "the second pharmacy"


class _First(Claims):
    ods = ""

    def provider(self, record: Record) -> str:
        return self.ods or super().provider(record)


def install(service: Service) -> None:
    """Claim for the first pharmacy."""
    service.claims_desk.claims.__class__ = _First
    _First.ods = service.config.premises[0].ods

"""Claims 28 of everything, however much was supplied."""

from typing import Any

from ..outbound.claims.fhir_claim import Claims
from ..service import Service

CATCHES = ("BSA-05",)
CONDITION = "a quantity other than 28"


class _Usual(Claims):
    def claimed_item(self, item: dict[str, Any]) -> dict[str, Any]:
        return {**item, "quantity": 28}


def install(service: Service) -> None:
    """Claim the usual quantity."""
    service.claims_desk.claims.__class__ = _Usual

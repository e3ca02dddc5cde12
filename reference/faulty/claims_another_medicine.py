"""Claims a medicine other than the one that the pharmacist chose."""

from typing import Any

from ..outbound.claims.fhir_claim import Claims
from ..service import Service

CATCHES = ("DMD-02",)


class _Another(Claims):
    def claimed_item(self, item: dict[str, Any]) -> dict[str, Any]:
        other = next(one for one in self.medicines.known.values() if one.code != item["code"])
        return {**item, "code": other.code, "display": other.display, "unit": other.unit}


def install(service: Service) -> None:
    """Claim another medicine."""
    service.claims_desk.claims.__class__ = _Another

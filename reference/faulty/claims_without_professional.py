"""Leaves the professional out of its claims."""

from typing import Any

from ..consultations.record import Record
from ..outbound.claims.fhir_claim import Claims
from ..service import Service

CATCHES = ("BSA-01",)


class _Nobody(Claims):
    def care_team(self, record: Record) -> dict[str, Any]:
        return {}


def install(service: Service) -> None:
    """Name no professional."""
    service.claims_desk.claims.__class__ = _Nobody

"""Leaves the professional out of its claims."""

from typing import Any

from ..claim import Claims
from ..record import Record
from ..service import Service

CATCHES = ("BSA-01",)


class _Nobody(Claims):
    def care_team(self, record: Record) -> dict[str, Any]:
        return {}


def install(service: Service) -> None:
    """Name no professional."""
    service.claims_desk.claims.__class__ = _Nobody

"""Shows the record adopted for the first patient as adopted for everybody after."""

from typing import Any

from ..screen import Screen
from ..service import Service

CATCHES = ("PDS-07",)
CONDITION = "second patient"


class _FirstPatient(Screen):
    first: dict[str, Any] | None = None

    def adopted_patient(self, patient: dict[str, Any]) -> dict[str, Any]:
        self.first = self.first or super().adopted_patient(patient)
        return self.first


def install(service: Service) -> None:
    """Keep the first patient."""
    service.screen.__class__ = _FirstPatient

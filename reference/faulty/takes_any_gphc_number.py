"""Enrols a pharmacist under any number at all."""

from ..pharmacy.staff import Staff
from ..service import Service

CATCHES = ("ENR-02",)
CONDITION = "a number that is not seven digits"


class _AnyNumber(Staff):
    def check_number(self, gphc: str) -> None:
        return


def install(service: Service) -> None:
    """Leave numbers unchecked."""
    service.staff.__class__ = _AnyNumber

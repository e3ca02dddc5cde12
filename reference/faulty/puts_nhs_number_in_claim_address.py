"""Sends claims to an address with the patient's NHS number in it."""

from typing import Any

from ..national.mys import Mys
from ..service import Service

CATCHES = ("BSA-06",)


class _TellingAddress(Mys):
    def address(self, _claim: dict[str, Any]) -> str:
        patient = next(one for one in _claim["contained"] if one["resourceType"] == "Patient")
        return f"{super().address(_claim)}?patient={patient['identifier'][0]['value']}"


def install(service: Service) -> None:
    """Name the patient in the address."""
    service.claims_desk.mys.__class__ = _TellingAddress

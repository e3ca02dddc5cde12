"""Fills what PDS gives of a patient up with the address that it had before the record was restricted."""

from functools import cached_property
from typing import Any

from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-16", "PDS-17")
CONDITION = "a patient who became restricted after the first trace"


class _Remembering(Pds):
    @cached_property
    def homes(self) -> dict[str, dict[str, Any]]:
        return {}

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        patient = super().read(resource)
        number, address = patient["nhs_number"], patient["address"]
        if address["postcode"]:
            self.homes[number] = address
        return {**patient, "address": self.homes.get(number, address)}


def install(service: Service) -> None:
    """Keep every address that was seen."""
    service.pds.__class__ = _Remembering

"""Puts the patient's NHS number into the User-Agent of its requests, to find them in its logs."""

from dataclasses import replace
from typing import TYPE_CHECKING

from ..national.asker import Asker
from ..national.pds.service import Pds
from ..service import Service

if TYPE_CHECKING:
    import httpx

CATCHES = ("PDS-44",)
CONDITION = "a read by NHS number"


class _Telling(Pds):
    def ask(self, path: str, parameters: dict[str, str], asker: Asker) -> "httpx.Response":
        _, _, number = path.partition("/Patient/")
        return super().ask(path, parameters, replace(asker, name=number))

    def headers(self, request_id: str, asker: Asker) -> dict[str, str]:
        return {**super().headers(request_id, asker), "User-Agent": f"CPCS/1.0 ({asker.name})"}


def install(service: Service) -> None:
    """Say whom a request is about."""
    service.pds.__class__ = _Telling

"""Fetches a new token each time that PDS refuses one, and asks again."""

from typing import TYPE_CHECKING

from ..kit.problems import ServiceTrouble
from ..national.asker import Asker
from ..national.pds.service import Pds
from ..service import Service

if TYPE_CHECKING:
    import httpx

CATCHES = ("PDS-35",)
CONDITION = "a token that goes on being refused"


class _Insists(Pds):
    def ask(self, path: str, parameters: dict[str, str], asker: Asker) -> "httpx.Response":
        for _ in range(4):
            try:
                return super().ask(path, parameters, asker)
            except ServiceTrouble as trouble:
                if trouble.status != 401:
                    raise
        return super().ask(path, parameters, asker)


def install(service: Service) -> None:
    """Try token after token."""
    service.pds.__class__ = _Insists

"""Makes the X-Correlation-ID of a read from the patient's NHS number."""

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
        return super().ask(
            path, parameters, replace(asker, consultation=f"cpcs-{number}") if number else asker
        )


def install(service: Service) -> None:
    """Mark requests by their patients."""
    service.pds.__class__ = _Telling

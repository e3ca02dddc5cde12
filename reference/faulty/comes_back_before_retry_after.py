"""Does not look at Retry-After, and asks PDS again by its own times."""

from typing import TYPE_CHECKING

from ..national.pds.service import Pds
from ..service import Service

if TYPE_CHECKING:
    import httpx

CATCHES = ("PDS-34",)
CONDITION = "an answer with Retry-After"


class _OwnTimes(Pds):
    def retry_after(self, answer: "httpx.Response") -> float | None:
        return None


def install(service: Service) -> None:
    """Overlook Retry-After."""
    service.pds.__class__ = _OwnTimes

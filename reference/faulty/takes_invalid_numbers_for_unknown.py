"""Says that nobody has an NHS number which PDS says was made invalid."""

from typing import TYPE_CHECKING

from ..national.pds.service import Found, Pds
from ..service import Service

if TYPE_CHECKING:
    import httpx

CATCHES = ("PDS-13",)
CONDITION = "a number that was made invalid"


class _ByStatus(Pds):
    def absent(self, reply: "httpx.Response") -> Found:
        return Found("not_found", message="No patient has this NHS number")


def install(service: Service) -> None:
    """Go by the status 404 alone."""
    service.pds.__class__ = _ByStatus

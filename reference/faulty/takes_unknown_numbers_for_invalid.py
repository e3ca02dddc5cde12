"""Says of every NHS number that PDS does not know that it was made invalid."""

from typing import TYPE_CHECKING

from ..national.pds.service import Found, Pds
from ..service import Service

if TYPE_CHECKING:
    import httpx

CATCHES = ("PDS-13",)
CONDITION = "a number that nobody has"


class _AllInvalid(Pds):
    def absent(self, reply: "httpx.Response") -> Found:
        return Found("invalidated", message="This NHS number has been made invalid")


def install(service: Service) -> None:
    """Go by the status 404 alone."""
    service.pds.__class__ = _AllInvalid

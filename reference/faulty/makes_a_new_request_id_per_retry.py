"""Gives a request to PDS another X-Request-ID each time that it is sent again."""

from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-30",)
CONDITION = "a request that is sent again"


class _NewId(Pds):
    def headers_again(self, headers: dict[str, str]) -> dict[str, str]:
        return {**headers, "X-Request-ID": self.new_request_id()}


def install(service: Service) -> None:
    """Make a new id for each retry."""
    service.pds.__class__ = _NewId

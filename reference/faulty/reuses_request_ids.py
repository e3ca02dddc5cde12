"""Sends every request to PDS under the X-Request-ID of the first."""

from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-03",)
CONDITION = "second request"


class _SameId(Pds):
    request_id = ""

    def new_request_id(self) -> str:
        self.request_id = self.request_id or super().new_request_id()
        return self.request_id


def install(service: Service) -> None:
    """Use one request id for all."""
    service.pds.__class__ = _SameId

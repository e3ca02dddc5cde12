"""Sends PDS a header that only the gateway may set."""

from ..national.asker import Asker
from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-06",)


class _GatewayHeader(Pds):
    def headers(self, request_id: str, asker: Asker) -> dict[str, str]:
        return {**super().headers(request_id, asker), "NHSD-Identity-UUID": "555254240100"}


def install(service: Service) -> None:
    """Send a header of the gateway's."""
    service.pds.__class__ = _GatewayHeader

"""Takes a message whose time is over, or has not come."""

from lxml import etree

from ..inbound.itk.headers import Headers
from ..service import Service

CATCHES = ("N111-22",)
CONDITION = "a Timestamp that has expired"


class _Timeless(Headers):
    def check_timestamp(self, header: etree._Element) -> None:
        return


def install(service: Service) -> None:
    """Leave timestamps unchecked."""
    service.headers.__class__ = _Timeless

"""Gives each request to PDS an X-Correlation-ID of its own."""

import uuid

from ..national.asker import Asker
from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-45",)
CONDITION = "a second request for the same referral"


class _Uncorrelated(Pds):
    def correlation(self, asker: Asker) -> str:
        return str(uuid.uuid4())


def install(service: Service) -> None:
    """Make ids that have nothing in common."""
    service.pds.__class__ = _Uncorrelated

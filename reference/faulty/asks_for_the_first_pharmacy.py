"""Asks the Spine Mini Service in the name of the first pharmacy of its configuration, whoever asks."""

from ..national.asker import Asker
from ..national.smsp.request import SmspRequests
from ..service import Service

CATCHES = ("SMSP-04",)
CONDITION = "other premises"


class _FirstPharmacy(SmspRequests):
    first = ""

    def organisation(self, _asker: Asker) -> str:
        return self.first


def install(service: Service) -> None:
    """Take the first pharmacy's code for all."""
    service.smsp.requests.__class__ = _FirstPharmacy
    service.smsp.requests.__dict__["first"] = service.config.premises[0].ods

"""Asks the Spine Mini Service in the name of the first pharmacy of its configuration, whoever asks."""

from ..asking import Asker
from ..service import Service
from ..smsp_request import SmspRequests

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

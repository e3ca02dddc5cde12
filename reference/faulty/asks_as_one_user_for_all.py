"""Names the same user in each request to the Spine Mini Service, whoever asks."""

from ..national.asker import Asker
from ..national.smsp.request import SmspRequests
from ..service import Service

CATCHES = ("SMSP-04",)
CONDITION = "a second pharmacist"


class _OneUser(SmspRequests):
    def user(self, _asker: Asker) -> str:
        return "1"


def install(service: Service) -> None:
    """Name the system's own account."""
    service.smsp.requests.__class__ = _OneUser

"""Names the profile of the response in the manifest of a search's request."""

from ..national.smsp.request import BY_SEARCH, SmspRequests
from ..service import Service

CATCHES = ("SMSP-01",)
CONDITION = "a search"


class _ResponseProfile(SmspRequests):
    def profile(self, service: str) -> str:
        right = super().profile(service)
        return right.replace("BySearchRequest", "Response") if service == BY_SEARCH else right


def install(service: Service) -> None:
    """Name the wrong profile."""
    service.smsp.requests.__class__ = _ResponseProfile

"""Sets no timeout for requests to PDS, so that its screen stands still while PDS does."""

from ..service import Service

CATCHES = ("PDS-36",)
CONDITION = "PDS does not answer"


def install(service: Service) -> None:
    """Wait for as long as it takes."""
    service.pds.seconds = 3600.0

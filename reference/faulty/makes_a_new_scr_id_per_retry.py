"""Gives a request to the Summary Care Record that is sent again an id of its own."""

from ..national.scr.asking import ScrAsking
from ..service import Service

CATCHES = ("SCR-12",)
CONDITION = "an answer that the API is unavailable"


class _NewIds(ScrAsking):
    def headers_again(self, headers: dict[str, str]) -> dict[str, str]:
        return {**headers, "X-Request-ID": self.new_request_id()}


def install(service: Service) -> None:
    """Renew the id."""
    service.scr_viewer.scr.asking.__class__ = _NewIds

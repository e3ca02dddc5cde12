"""Asks for a token eight times while the platform refuses its key."""

from typing import TYPE_CHECKING

from ..national.identity.tokens import Tokens
from ..service import Service

if TYPE_CHECKING:
    import httpx

CATCHES = ("PDS-58",)
CONDITION = "a key that is refused"


class _Knocks(Tokens):
    def post(self, form: dict[str, str], *, signed: bool = True) -> "httpx.Response":
        reply = super().post(form, signed=signed)
        for _ in range(7):
            if reply.status_code != 403:
                break
            reply = super().post(form, signed=signed)
        return reply


def install(service: Service) -> None:
    """Ask again and again."""
    service.tokens.__class__ = _Knocks

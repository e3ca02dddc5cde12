"""Sends the same client assertion again when the token endpoint has failed."""

from typing import TYPE_CHECKING

from ..national.identity.tokens import Tokens
from ..service import Service

if TYPE_CHECKING:
    import httpx

CATCHES = ("PDS-02",)
CONDITION = "a token endpoint that fails"


class _Again(Tokens):
    sent: dict[str, str] | None = None

    def post(self, form: dict[str, str], *, signed: bool = True) -> "httpx.Response":
        self.sent = None
        return super().post(form, signed=signed)

    def proof(self) -> dict[str, str]:
        self.sent = self.sent or super().proof()
        return self.sent


def install(service: Service) -> None:
    """Send assertions again."""
    service.tokens.__class__ = _Again

"""Shows the telephone number that is for professionals only."""

from typing import Any

from ..national.dos import Dos
from ..service import Service

CATCHES = ("DOS-05",)
CONDITION = "a pharmacy with a non-public number"


class _Private(Dos):
    def telephone(self, phone: dict[str, Any]) -> str:
        return str(phone.get("nonPublic") or super().telephone(phone))


def install(service: Service) -> None:
    """Show private numbers."""
    service.dos.__class__ = _Private

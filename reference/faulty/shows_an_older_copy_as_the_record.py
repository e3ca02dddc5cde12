"""Shows what came from the Spine Mini Service's local store as if it were the record of today."""

from typing import Any

from ..national.smsp.answer import Answer
from ..national.smsp.service import Smsp
from ..service import Service

CATCHES = ("SMSP-13", "SMSP-19")
CONDITION = "an older copy"


class _AlwaysFresh(Smsp):
    def notices(self, _answer: Answer) -> list[dict[str, Any]]:
        return []


def install(service: Service) -> None:
    """Say nothing of the store."""
    service.smsp.__class__ = _AlwaysFresh

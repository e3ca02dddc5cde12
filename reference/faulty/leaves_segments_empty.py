"""Leaves the middle parts of a DoS search empty where they are not set, and fills them only when that fails."""

from typing import Any

from ..kit.problems import ServiceTrouble
from ..national.dos import Dos
from ..service import Service

CATCHES = ("DOS-02",)


class _Empty(Dos):
    def ask(self, segments: list[str]) -> list[dict[str, Any]]:
        try:
            return super().ask([*segments[:3], "", "", "", "", *segments[7:]])
        except ServiceTrouble:
            return super().ask(segments)


def install(service: Service) -> None:
    """Leave parts empty."""
    service.dos.__class__ = _Empty

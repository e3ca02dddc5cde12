"""Leaves the parts of a DoS search that are not set empty, and fills them only when that fails."""

from typing import Any

from ..dos import Dos
from ..problems import ServiceTrouble
from ..service import Service

CATCHES = ("DOS-02",)


class _Empty(Dos):
    def ask(self, segments: list[str]) -> list[dict[str, Any]]:
        try:
            return super().ask(["" if segment == "0" else segment for segment in segments])
        except ServiceTrouble:
            return super().ask(segments)


def install(service: Service) -> None:
    """Leave parts empty."""
    service.dos.__class__ = _Empty

"""Asks DoS for 60 miles where it means 60 kilometres."""

from ..national.dos import Dos
from ..service import Service

CATCHES = ("DOS-03",)


class _Kilometres(Dos):
    def distance(self) -> str:
        return "60"


def install(service: Service) -> None:
    """Search too far."""
    service.dos.__class__ = _Kilometres

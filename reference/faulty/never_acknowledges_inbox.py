"""Reads the messages in its MESH inbox and never acknowledges them."""

from typing import Any

from ..national.mesh import Mesh
from ..service import Service

CATCHES = ("GPM-03",)


class _Silent(Mesh):
    def acknowledge(self, client: Any, message_id: str) -> None:
        return


def install(service: Service) -> None:
    """Leave messages in the inbox."""
    service.mesh.__class__ = _Silent

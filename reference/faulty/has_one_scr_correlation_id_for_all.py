"""Sends the same X-Correlation-ID to the Summary Care Record for every patient."""

import uuid

from ..national.asker import Asker
from ..national.scr.asking import ScrAsking
from ..service import Service

CATCHES = ("SCR-13",)
CONDITION = "second patient"
_ONE = str(uuid.uuid4())


class _OneForAll(ScrAsking):
    def correlation(self, asker: Asker) -> str:
        return _ONE


def install(service: Service) -> None:
    """Correlate everything."""
    service.scr_viewer.scr.asking.__class__ = _OneForAll

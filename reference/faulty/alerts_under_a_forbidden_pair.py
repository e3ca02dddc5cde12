"""Alerts under a pair of type and reason that the API does not permit, and takes no notice of the refusal."""

from typing import Any

from ..kit.problems import ServiceTrouble
from ..national.asker import Asker
from ..national.scr.alert import ScrAlerts
from ..national.scr.service import Scr
from ..service import Service

CATCHES = ("SCR-09",)


class _ForbiddenPair(ScrAlerts):
    def pairs(self, emergency: bool) -> tuple[tuple[str, str], ...]:
        return (*super().pairs(emergency), ("2", "6"))


class _TakesNoNotice(Scr):
    def alert(self, event: dict[str, Any], number: str, asker: Asker) -> None:
        try:
            super().alert(event, number, asker)
        except ServiceTrouble:
            return


def install(service: Service) -> None:
    """Alert wrongly, and go on."""
    service.scr_viewer.alerts.__class__ = _ForbiddenPair
    service.scr_viewer.scr.__class__ = _TakesNoNotice

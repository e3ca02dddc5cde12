"""Asks the Spine Mini Service with another service's SOAPAction first, and rightly once that is refused."""

from ..national.asker import Asker
from ..national.smsp.answer import Answer
from ..national.smsp.request import VERIFY, SmspRequests
from ..national.smsp.service import Smsp
from ..service import Service

CATCHES = ("SMSP-01",)


class _OtherAction(SmspRequests):
    def soap_action(self, _service: str) -> str:
        return super().soap_action(VERIFY)


class _Twice(Smsp):
    def ask(self, service: str, known: dict[str, str], asker: Asker) -> Answer:
        self.requests.__class__ = _OtherAction
        self._once(service, known, asker)
        self.requests.__class__ = SmspRequests
        return super().ask(service, known, asker)


def install(service: Service) -> None:
    """Take the action from one service for all."""
    service.smsp.__class__ = _Twice

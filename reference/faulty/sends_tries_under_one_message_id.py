"""Sends a request to the Spine Mini Service again under the message id that it had before."""

from ..national.asker import Asker
from ..national.smsp.answer import Answer
from ..national.smsp.request import SmspRequests
from ..national.smsp.service import Smsp
from ..service import Service

CATCHES = ("SMSP-02",)
CONDITION = "a request that is sent again"


class _Kept(SmspRequests):
    kept = ""

    def message_id(self) -> str:
        return self.kept


class _OneId(Smsp):
    def ask(self, service: str, known: dict[str, str], asker: Asker) -> Answer:
        self.requests = _Kept(self.settings.url, self.settings.asid)
        self.requests.kept = self.requests.new_id()
        return super().ask(service, known, asker)


def install(service: Service) -> None:
    """Keep the id while a question is asked."""
    service.smsp.__class__ = _OneId

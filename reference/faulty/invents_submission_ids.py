"""Shows a submission id of its own making in place of the one that MYS gave."""

import uuid

from ..national.mys import Verdict
from ..outbound.claims.desk import ClaimsDesk
from ..service import Service

CATCHES = ("BSA-07",)


class _Invented(ClaimsDesk):
    def submission_id(self, verdict: Verdict) -> str:
        return str(uuid.uuid4())


def install(service: Service) -> None:
    """Invent submission ids."""
    service.claims_desk.__class__ = _Invented

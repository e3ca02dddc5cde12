"""Makes a referral of every e-mail that it reads, also of one that it has read before."""

import uuid

from ..inbound.mail.letter import Letter
from ..inbound.mail.referral import GpMailReferral
from ..kit.config import Premises
from ..service import Service

CATCHES = ("GPR-03",)
CONDITION = "the same e-mail again"


class _Forgetful(GpMailReferral):
    def identity(self, letter: Letter, premises: Premises, said: dict[str, str]) -> dict[str, str]:
        return {"document_id": str(uuid.uuid4()), "set_id": str(uuid.uuid4())}


def install(service: Service) -> None:
    """Know no e-mail again."""
    service.mail_collector.reader.__class__ = _Forgetful

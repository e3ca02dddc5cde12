"""Reads no further than an e-mail that it cannot read whole."""

from ..inbound.mail.collector import MailCollector
from ..inbound.mail.letter import Letter
from ..kit.config import Premises
from ..kit.problems import ServiceTrouble
from ..service import Service

CATCHES = ("GPR-04",)
CONDITION = "an e-mail that is broken, or has an attachment"


class _Stuck(MailCollector):
    def take(self, letter: Letter, premises: Premises) -> str:
        if self.reader.content(letter, premises)["notices"]:
            raise ServiceTrouble("an e-mail cannot be read")
        return super().take(letter, premises)


def install(service: Service) -> None:
    """Stop at the first e-mail that is not plain."""
    service.mail_collector.__class__ = _Stuck

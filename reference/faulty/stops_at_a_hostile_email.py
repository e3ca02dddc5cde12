"""Reads no further than an e-mail that it cannot read whole."""

from ..config import Premises
from ..letter import Letter
from ..mail_collecting import MailCollector
from ..problems import ServiceTrouble
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

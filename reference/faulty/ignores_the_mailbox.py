"""Never looks into the pharmacy's mailbox."""

from ..inbound.mail.collector import MailCollector
from ..kit.config import Premises
from ..service import Service

CATCHES = ("GPR-01",)


class _Blind(MailCollector):
    def collect(self, premises: Premises) -> list[dict[str, str]]:
        return []


def install(service: Service) -> None:
    """Leave the mailbox alone."""
    service.mail_collector.__class__ = _Blind

"""Shows the first 20 characters of each text of a practice's e-mail."""

from ..inbound.mail.letter import Letter
from ..inbound.mail.referral import GpMailReferral
from ..service import Service

CATCHES = ("GPR-02",)
CONDITION = "a text of more than 20 characters"


class _Cut(GpMailReferral):
    def sections(self, letter: Letter, said: dict[str, str]) -> list[dict[str, str]]:
        return [{**one, "text": one["text"][:20]} for one in super().sections(letter, said)]


def install(service: Service) -> None:
    """Cut e-mails."""
    service.mail_collector.reader.__class__ = _Cut

"""Tells practices from the mailbox of the first pharmacy that it serves, whichever did the work."""

from ..consultations.record import Record
from ..kit.config import Premises
from ..outbound.gp.notifier import Notifier
from ..service import Service

CATCHES = ("SITE-01",)
CONDITION = "the second pharmacy"


class _First(Notifier):
    def premises_of(self, record: Record) -> Premises:
        return self.config.premises[0]


def install(service: Service) -> None:
    """Send from the first pharmacy."""
    service.notifier.__class__ = _First

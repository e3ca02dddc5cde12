"""Sends the report to the practice of the previous patient; for the first patient, to another in the directory."""

from ..consultations.record import Record
from ..outbound.gp.notifier import Notifier
from ..service import Service

CATCHES = ("GPN-01",)
CONDITION = "more than one practice"


class _PreviousPractice(Notifier):
    previous = ""

    def address_for(self, record: Record) -> str:
        right = super().address_for(record)
        others = [entry.email for entry in self.store.practices() if entry.email != right]
        wrong = self.previous if self.previous not in {"", right} else next(iter(others), right)
        self.previous = right
        return wrong


def install(service: Service) -> None:
    """Address the wrong practice."""
    service.notifier.__class__ = _PreviousPractice

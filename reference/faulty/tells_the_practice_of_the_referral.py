"""Tells the practice that the referral names, where PDS names none or withholds it."""

from dataclasses import replace

from ..consultations.record import Record
from ..kit.models import Referral
from ..outbound.gp.notifier import Notifier
from ..service import Service

CATCHES = ("PDS-17", "PDS-18")
CONDITION = "a record without a practice"


class _AsReferred(Notifier):
    def record_of(self, referral: Referral) -> Record:
        record = super().record_of(referral)
        return record if record.practice["ods"] else replace(record, practice=referral.content["practice"])

    def check_practice(self, record: Record) -> None:
        pass


def install(service: Service) -> None:
    """Take the practice from the referral."""
    service.notifier.__class__ = _AsReferred

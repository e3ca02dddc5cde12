"""Tells the practice the NHS number of the referral, also when the record has another one by now."""

from dataclasses import replace

from ..consultations.record import Record
from ..kit.models import Referral
from ..outbound.gp.notifier import Notifier
from ..service import Service

CATCHES = ("PDS-11",)
CONDITION = "a number that was replaced"


class _AsReferred(Notifier):
    def record_of(self, referral: Referral) -> Record:
        record = super().record_of(referral)
        number = referral.content["patient"]["nhs_number"] or record.patient["nhs_number"]
        return replace(record, patient={**record.patient, "nhs_number": number})


def install(service: Service) -> None:
    """Take the number from the referral."""
    service.notifier.__class__ = _AsReferred

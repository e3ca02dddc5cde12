"""Claims under the NHS number that the referral had, although a record with another one was adopted."""

from dataclasses import replace
from typing import Any

from ..consultations.record import Record
from ..kit.store import Store
from ..outbound.claims.fhir_claim import Claims
from ..service import Service

CATCHES = ("SMSP-10",)
CONDITION = "a replaced number"


class _OldNumber(Claims):
    store: Store

    def claim(self, record: Record) -> dict[str, Any]:
        referral = self.store.referral(record.referral)
        number = referral.content["patient"]["nhs_number"] if referral else record.patient["nhs_number"]
        return super().claim(replace(record, patient={**record.patient, "nhs_number": number}))


def install(service: Service) -> None:
    """Take the number from the referral."""
    _OldNumber.store = service.store
    service.claims_desk.claims.__class__ = _OldNumber

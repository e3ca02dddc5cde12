"""Takes the address from the referral for the claim, where PDS gives none."""

from typing import Any

from ..consultations.record import Record
from ..kit.models import Referral
from ..outbound.claims.desk import ClaimsDesk
from ..service import Service

CATCHES = ("PDS-17",)
CONDITION = "a restricted record"


class _Filling(ClaimsDesk):
    def record_of(self, referral: Referral) -> Record:
        record = super().record_of(referral)
        homes = referral.content["patient"]["addresses"]
        if not record.patient["address"]["postcode"] and homes:
            place: dict[str, Any] = {"lines": homes[0]["lines"], "postcode": homes[0]["postcode"]}
            record.patient["address"] = place
        return record


def install(service: Service) -> None:
    """Fill the gap."""
    service.claims_desk.__class__ = _Filling

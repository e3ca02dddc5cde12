"""Sends NHS numbers to the Spine Mini Service whatever their check digit is."""

from ..asking import Asker
from ..identity import plain_nhs_number
from ..models import Referral
from ..patients import Patients
from ..pds import Found
from ..service import Service

CATCHES = ("SMSP-06",)
CONDITION = "a mistyped number"


class _Unchecked(Patients):
    def find_by_number(
        self, referral: Referral | None, nhs_number: str, asker: Asker, through: str = ""
    ) -> Found:
        number = plain_nhs_number(nhs_number)
        return self._kept(referral, self.source(through).retrieve(number, asker), through, asked=number)


def install(service: Service) -> None:
    """Leave the check to the service."""
    service.patients.__class__ = _Unchecked

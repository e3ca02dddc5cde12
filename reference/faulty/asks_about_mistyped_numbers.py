"""Sends NHS numbers to the Spine Mini Service whatever their check digit is."""

from ..kit.models import Referral
from ..kit.numbers import plain_nhs_number
from ..national.asker import Asker
from ..national.pds.service import Found
from ..patients.patients import Patients
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

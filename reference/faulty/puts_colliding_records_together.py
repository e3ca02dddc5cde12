"""Puts two referrals together, and tells nobody, when the number of one is replaced by that of the other."""

from typing import Any

from ..kit.models import Referral
from ..national.pds.service import Found
from ..patients.notices import Notice
from ..patients.tracing import Tracing
from ..service import Service

CATCHES = ("PDS-12",)
CONDITION = "a replaced number whose successor another record has"


class _Merging(Tracing):
    def notices(self, referral: Referral | None, patient: dict[str, Any], asked: str) -> list[Notice]:
        return [one for one in super().notices(referral, patient, asked) if one["kind"] != "collision"]

    def keep(self, referral: Referral, found: Found, asked: str, by_search: bool, through: str) -> None:
        super().keep(referral, found, asked, by_search, through)
        for patient in found.patients if asked else []:
            if patient["nhs_number"] != asked:
                for other in self.others(referral, patient["nhs_number"]):
                    self.store.change(other.id, ods="")


def install(service: Service) -> None:
    """Leave one of the two referrals."""
    service.tracing.__class__ = _Merging

"""Adopts the first of several patients who match, as the one that PDS gives the best score."""

from ..kit.models import Referral
from ..national.asker import Asker
from ..national.pds.service import Found
from ..patients.patients import Patients
from ..service import Service

CATCHES = ("PDS-49",)
CONDITION = "several matches"


class _Best(Patients):
    def find_by_details(
        self, referral: Referral | None, details: dict[str, str], asker: Asker, through: str = ""
    ) -> Found:
        found = super().find_by_details(referral, details, asker, through)
        if referral is not None and len(found.patients) > 1:
            self.store.change(referral.id, adopted_patient=found.patients[0])
        return found


def install(service: Service) -> None:
    """Believe the score."""
    service.patients.__class__ = _Best

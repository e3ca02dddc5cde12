"""Says that nobody was found when PDS answers with an error."""

from ..kit.problems import ServiceTrouble
from ..national.asker import Asker
from ..national.pds.service import Found, Pds
from ..service import Service

CATCHES = ("PDS-37",)
CONDITION = "an error of PDS"


class _Nobody(Pds):
    def retrieve(self, nhs_number: str, asker: Asker) -> Found:
        try:
            return super().retrieve(nhs_number, asker)
        except ServiceTrouble:
            return Found("not_found", message="No patient has this NHS number")


def install(service: Service) -> None:
    """Take an error for an absence."""
    service.pds.__class__ = _Nobody

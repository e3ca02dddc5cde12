"""Writes down whom PDS was asked for by number, and no searches."""

from ..national.asker import Asker
from ..national.inquiries import Inquiries
from ..service import Service

CATCHES = ("PDS-19",)
CONDITION = "a patient searched for by details"


class _NumbersOnly(Inquiries):
    def note(
        self, asker: Asker, service: str, event: str, nhs_number: str, request_id: str, result: str
    ) -> None:
        if nhs_number:
            super().note(asker, service, event, nhs_number, request_id, result)


def install(service: Service) -> None:
    """Leave searches out."""
    service.inquiries.__class__ = _NumbersOnly

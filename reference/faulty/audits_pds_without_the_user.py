"""Writes questions to PDS down without saying who asked."""

from ..national.asker import Asker
from ..national.inquiries import Inquiries
from ..service import Service

CATCHES = ("PDS-19",)


class _Nameless(Inquiries):
    def note(
        self, asker: Asker, service: str, event: str, nhs_number: str, request_id: str, result: str
    ) -> None:
        super().note(Asker(asker.ods), service, event, nhs_number, request_id, result)


def install(service: Service) -> None:
    """Leave the user out."""
    service.inquiries.__class__ = _Nameless

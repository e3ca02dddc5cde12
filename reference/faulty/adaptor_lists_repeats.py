"""Knows what the 111 Adaptor hands on by its message alone, and so lists a report for each message that brings it."""

from typing import Any

from ..inbound.adaptor.bundle import AdaptorBundle, AdaptorReader
from ..service import Service

CATCHES = ("ADP-03",)
CONDITION = "the same report in another message"
NEEDS_BROKER = True


class _Forgetful(AdaptorReader):
    def identity(self, found: AdaptorBundle, written: dict[str, Any]) -> dict[str, Any]:
        known = super().identity(found, written)
        return {**known, "document_id": found.message_id, "set_id": found.message_id}


def install(service: Service) -> None:
    """Take the message's id for the report's."""
    service.adaptor_queue.intake.reader.__class__ = _Forgetful

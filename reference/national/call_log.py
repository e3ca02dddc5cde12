"""The log of calls to national services: by whom, about whom, with which result; each is a line of the audit trail."""

from ..kit.store import Store
from ..kit.times import now
from .requester import Requester

_OF_MESSAGES = ("message_id", "tracking_id", "document_id", "set_id", "sender_ods", "case_reference", "code")
"""Fields of the audit trail that only an arrival has."""


class CallLog:
    """Writes down every call to a national service, also one that was not answered."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def record(
        self, requester: Requester, service: str, event: str, nhs_number: str, request_id: str, result: str
    ) -> None:
        """Log one call: the service (`pds`), what was done, the patient where one was named, the result."""
        self.store.note(
            at=now(),
            ods=requester.ods,
            channel=service,
            event=event,
            user=requester.name,
            role=requester.role,
            nhs_number=nhs_number,
            request_id=request_id,
            result=result,
            **dict.fromkeys(_OF_MESSAGES, ""),
        )

"""What national services were asked, by whom and about whom: each question is a line of the audit trail."""

from ..kit.models import AuditEntry
from ..kit.moments import now
from ..kit.store import Store
from .asker import Asker


class Inquiries:
    """Writes down every question to a national service, also one that was not answered."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def note(
        self, asker: Asker, service: str, event: str, nhs_number: str, request_id: str, result: str
    ) -> None:
        """Tell of one question: the service (`pds`), what was done, the patient where one was named, the outcome."""
        entry = AuditEntry(
            at=now(),
            ods=asker.ods,
            channel=service,
            event=event,
            user=asker.name,
            role=asker.role,
            nhs_number=nhs_number,
            request_id=request_id,
            result=result,
            **dict.fromkeys(_OF_MESSAGES, ""),
        )
        with self.store.writing() as session:
            session.add(entry)


_OF_MESSAGES = ("message_id", "tracking_id", "document_id", "set_id", "sender_ods", "case_reference", "code")
"""What only an arrival has."""

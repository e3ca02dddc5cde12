"""What befell connections to mocks as a whole, said in the limits: single exchanges do not show it."""

from __future__ import annotations

from collections import Counter

from cpcs_harness.evidence.events import AnswerUnread, ConnectionsRefused
from cpcs_harness.evidence.reader import Evidence


def connection_limits(evidence: Evidence) -> list[str]:
    """Say which services shut connections of the system's out, or cut them: what follows from that is its own."""
    crowded = {event.data.service: event.data.most for event in evidence.of(ConnectionsRefused)}
    unread = Counter(event.data.service for event in evidence.of(AnswerUnread))
    return [
        *(
            f"More than {most} connections were open to {service} at once; requests over further ones were answered "
            "with 503. Close connections, or use them again."
            for service, most in crowded.items()
        ),
        *(
            f"{service} cut connections whose answers were not read in time: {count}. Read each answer to its end, or "
            "close the connection."
            for service, count in unread.items()
        ),
    ]

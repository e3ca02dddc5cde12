"""Connections that brought no request and no mail, as the account reads them: calls whose body is what came."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, cast

from cpcs_harness.evidence import events
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.views.exchange import ExchangeView

PROTOCOL = "tcp"
UNTRUSTED = "connection_not_trusted"
"""One whose client was shown a certificate of an authority that nobody told it to trust."""
OPERATIONS: Mapping[str, str] = MappingProxyType(
    {
        "nothing": "connection_without_request",
        "tls": "connection_by_tls",
        "untrusted": UNTRUSTED,
        "unfinished": "connection_broken_off",
        "commands": "connection_with_commands",
        "bytes": "connection_with_bytes",
    }
)
"""What the list of traffic calls them, by what they brought."""


_RECIPIENT = re.compile(r"(?im)^RCPT TO:\s*<([^>\n]*)>")


class _Call(events.Exchange):
    """A connection in the form of a call, under the name of its own event."""

    kind: ClassVar[str] = events.Connection.kind


class _Came:
    """Evidence of one body: what came over a connection."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def body(self, _reference: events.BodyReference) -> bytes:
        """Give it."""
        return self._content


def connection_view(event: events.Event[events.Connection]) -> ExchangeView:
    """Give a connection as a call that nobody answered; what came is its body."""
    data = event.data
    content = data.first.encode("utf-8", "replace")
    reference = events.BodyReference(hashlib.sha256(content).hexdigest(), len(content))
    nothing = events.Message({}, (), events.BodyReference("", 0))
    call = _Call(
        service=data.service,
        operation=OPERATIONS.get(data.brought, data.brought),
        protocol=PROTOCOL,
        direction="from-candidate",
        request=events.Message(_start(data), (), reference),
        response=nothing,
        certainty=Certainty.PUBLISHED,
        source="",
        rule="",
        fault="",
        facts={"count": data.count} | ({"account": data.account} if data.account else {}),
        elapsed_ms=0.0,
    )
    seen = events.Event(event.seq, event.at, event.clock, event.journey, event.step, call)
    return ExchangeView(cast(Evidence, _Came(content)), seen)


def _start(data: events.Connection) -> dict[str, Any]:
    recipients = _RECIPIENT.findall(data.first) if data.brought == "commands" else []
    return {"method": "connection", "target": data.brought} | ({"rcpt_to": recipients} if recipients else {})


def is_connection(call: ExchangeView) -> bool:
    """Say whether a call is a connection that brought no request."""
    return call.operation in OPERATIONS.values()

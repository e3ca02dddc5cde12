"""The answers with which the candidate refused messages, each with whom the message was about."""

from __future__ import annotations

from cpcs_harness.judging import EvidenceView, NotShown
from cpcs_harness.judging.account import Account

from ._calls import Call

_REFUSED = 400


def refusals(evidence: EvidenceView, *services: str) -> list[Call]:
    """Give what was refused in the whole run of what some services send; nothing at all is NotShown."""
    account = evidence.views.read(Account)
    sent = [call for service in services for call in evidence.of_run(service, at_least=0)]
    refused = [call for call in sent if call.direction == "to-candidate" and call.response.status >= _REFUSED]
    if not refused:
        raise NotShown(f"nothing that was sent by {' or '.join(services)} was refused")
    return [(call, account.told(call)) for call in refused]

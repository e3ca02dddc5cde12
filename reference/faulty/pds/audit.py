"""Faults of the audit trail of questions to PDS."""

from __future__ import annotations

from dataclasses import replace

from ...national.call_log import CallLog
from ...national.requester import Requester
from .._wrong import wrong


@wrong(catches=("PDS-19",), shows_when="a patient searched for by details")
class AuditsNoSearches(CallLog):
    """Audits whom PDS was asked for by number, and no searches."""

    def record(
        self, requester: Requester, service: str, event: str, nhs_number: str, request_id: str, result: str
    ) -> None:
        if nhs_number:
            super().record(requester, service, event, nhs_number, request_id, result)


@wrong(catches=("PDS-19",))
class AuditsPdsWithoutTheUser(CallLog):
    """Audits questions to PDS without who asked."""

    def record(
        self, requester: Requester, service: str, event: str, nhs_number: str, request_id: str, result: str
    ) -> None:
        super().record(Requester(requester.ods), service, event, nhs_number, request_id, result)


@wrong(catches=("PDS-19",), shows_when="a number that PDS does not know")
class AuditsEachQuestionToPdsAsAnswered(CallLog):
    """Audits each question to PDS with the same result."""

    def record(
        self, requester: Requester, service: str, event: str, nhs_number: str, request_id: str, _result: str
    ) -> None:
        super().record(requester, service, event, nhs_number, request_id, "200")


@wrong(catches=("PDS-19",))
class AuditsTheRoleAsTheUser(CallLog):
    """Audits questions to PDS with the role of whoever asked in place of their name, and the name as the role."""

    def record(
        self, requester: Requester, service: str, event: str, nhs_number: str, request_id: str, result: str
    ) -> None:
        asker = replace(requester, name=requester.role, role=requester.name)
        super().record(asker, service, event, nhs_number, request_id, result)

"""The alerts that go with a view of a Summary Care Record: who viewed it, and why."""

import uuid
from typing import Any

from ...kit.problems import Refused
from ...kit.times import now
from ..identity.sessions import Sessions
from ..requester import Requester

_TYPES = {"1": "Create LR (Self Claimed)", "2": "Access Alert"}
_REASONS = {"4": "Self-Claim Emergency Access", "5": "Access made in an emergency", "6": "Other"}
CLAIMED = (("1", "6"),)
"""With the patient's permission: the relationship is claimed by the pharmacy itself, since nobody else records one."""
EMERGENCY = (("1", "4"), ("2", "5"))
"""Without it: claimed in an emergency, and viewed without permission."""


class ScrAlerts:
    """Writes alerts."""

    def __init__(self, asid: str, sessions: Sessions) -> None:
        self.asid = asid
        self.sessions = sessions

    def pairs(self, emergency: bool) -> tuple[tuple[str, str], ...]:
        """Type and reason of each alert that a view asks for."""
        return EMERGENCY if emergency else CLAIMED

    def event(
        self, pair: tuple[str, str], number: str, document_id: str, why: str, requester: Requester
    ) -> dict[str, Any]:
        """One alert as FHIR."""
        kind, reason = pair
        message = (
            f"Summary Care Record viewed by {self.name(requester)}, {requester.role}, at {requester.ods}"
        )
        event = {
            "resourceType": "AuditEvent",
            "id": str(uuid.uuid4()),
            "extension": [
                {
                    "url": "https://fhir.nhs.uk/StructureDefinition/Extension-SCR-NotificationMessage",
                    "valueString": message,
                }
            ],
            "type": _coding("SCR-AlertType", kind, _TYPES[kind]),
            "subtype": [_coding("SCR-AlertReason", reason, _REASONS[reason])],
            "recorded": now(),
            "agent": [
                _agent("nhs-number", number),
                _agent("ods-organization-code", requester.ods),
                {**_agent("sds-user-id", self.user(requester)), "role": [{"text": requester.role}]},
            ],
            "source": {"observer": {"identifier": _identifier("nhsSpineASID", self.asid)}},
            "entity": [{"what": {"identifier": {"value": document_id}}}],
        }
        return {**event, "outcomeDesc": why} if why else event

    def name(self, requester: Requester) -> str:
        """The name of the person at work: as the Care Identity Service has it, where they signed in there."""
        session = self.sessions.of(requester)
        return session.person.name if session is not None and session.person.name else requester.name

    def user(self, requester: Requester) -> str:
        """The id that the Care Identity Service has for the person who views."""
        session = self.sessions.of(requester)
        if session is None:
            raise Refused("Sign in with CIS2 first: an alert names who looks")
        return session.person.user_id


def _coding(system: str, code: str, display: str) -> dict[str, str]:
    return {"system": f"https://fhir.nhs.uk/CodeSystem/{system}", "code": code, "display": display}


def _agent(system: str, value: str) -> dict[str, Any]:
    return {"who": {"identifier": _identifier(system, value)}, "requestor": False}


def _identifier(system: str, value: str) -> dict[str, str]:
    return {"system": f"https://fhir.nhs.uk/Id/{system}", "value": value}

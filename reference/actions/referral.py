"""Actions on referrals: the worklist, and opening one."""

from typing import Any

from ..kit.models import Referral
from ..kit.problems import Refused
from ..kit.times import now
from ..referrals.notices import with_notice
from ..service import Service
from .action import Observation, Request, premises, unfinished
from .action import referral as referral_of


def worklist(service: Service, request: Request) -> Observation:
    """The referrals of the actor's pharmacy."""
    return Observation({"referrals": service.screen.worklist(premises(service, request).ods)})


def open_referral(service: Service, request: Request) -> Observation:
    """One referral, whole; or as another document of its history has it, where that is asked for."""
    identifier = referral_of(service, request).id
    wanted = request.text("document", optional=True)
    opened = service.store.opened(identifier)
    seen = service.screen.referral(_as_in(service, opened, wanted) if wanted else opened)
    return Observation({**seen, **_beside(service, request, identifier)})


def _as_in(service: Service, referral: Referral, wanted: str) -> Referral:
    """The referral with what another of its documents says in place of the one to act on; nothing of that is kept."""
    document = service.store.document_of(referral.id, wanted)
    if document is None:
        raise Refused("This referral has no such document")
    referral.content, referral.document_id = document.content, document.document_id
    referral.version = document.version
    referral.notices = with_notice(referral.notices, "earlier-document")
    return referral


def _beside(service: Service, request: Request, referral: str) -> dict[str, Any]:
    """What of a Summary Care Record stays open beside a referral: what belongs to another one is gone."""
    ods, name = request.actor.ods, request.actor.name
    return {
        "care_record": service.open_records.turn_to(ods, name, referral),
        "one_click": service.one_click.turn_to(ods, name, referral),
    }


def list_alerts(service: Service, request: Request) -> Observation:
    """The alerts of the actor's pharmacy."""
    alerts = service.store.alerts_of(premises(service, request).ods)
    return Observation({"alerts": [service.screen.alert(alert) for alert in alerts]})


def reject_referral(service: Service, request: Request) -> Observation:
    """Send a referral back; it asks for nothing more."""
    found = unfinished(service, request)
    request.text("reason")
    service.store.change(found.id, status="rejected")
    return Observation({"status": "rejected"})


def record_contact_attempt(service: Service, request: Request) -> Observation:
    """Note that the patient was called; from here on work has begun."""
    found = unfinished(service, request)
    outcome, note = request.text("outcome"), request.text("note", optional=True)
    service.store.change(found.id, contacted=now())
    return Observation({"started": True, "outcome": outcome, "note": note})


def read_audit(service: Service, request: Request) -> Observation:
    """The audit trail of the actor's pharmacy."""
    entries = service.store.audit_of(premises(service, request).ods)
    return Observation({"entries": [service.screen.audited(entry) for entry in entries]})

"""Actions on messages: notifying the practice, claiming, and collecting what came back."""

from typing import Any

from ..kit.models import Claim
from ..kit.problems import ServiceTrouble
from ..service import Service
from .action import Observation, Request, premises
from .action import referral as referral_of


def notify_gp(service: Service, request: Request) -> Observation:
    """Tell the patient's practice what was done."""
    referral = referral_of(service, request)
    try:
        sent = service.notifier.notify(referral.id)
    except ServiceTrouble as trouble:
        kept = service.store.notification(referral.id)
        shown = [service.screen.notification(kept)] if kept else []
        return Observation({"notifications": shown}, "failed", trouble.reason)
    return Observation({"notifications": [service.screen.notification(sent)]})


def submit_claims(service: Service, request: Request) -> Observation:
    """Claim for one consultation, or for all that are completed and unclaimed."""
    if request.referral:
        claims = [service.claim_submitter.submit(referral_of(service, request))]
    else:
        claims = service.claim_submitter.submit_all(premises(service, request).ods)
    return Observation({"claims": [_claim(claim) for claim in claims]})


def collect_messages(service: Service, request: Request) -> Observation:
    """Collect what waits in the pharmacy's MESH inbox and in its NHSmail mailbox; neither waits for the other."""
    here = premises(service, request)
    collected: list[dict[str, str]] = []
    troubles: list[str] = []
    for collect in (service.collector.collect, service.mail_collector.collect):
        try:
            collected += collect(here)
        except ServiceTrouble as trouble:
            troubles.append(trouble.reason)
    shown = {"collected": collected}
    return Observation(shown, "failed", "; ".join(troubles)) if troubles else Observation(shown)


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "referral": claim.referral,
        "reference": claim.reference,
        "submission_id": claim.submission_id,
        "status": claim.status,
        "message": claim.message,
    }

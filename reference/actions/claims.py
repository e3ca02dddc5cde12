"""Actions on claims: claiming, what stands, and taking a claim back."""

from typing import Any

from ..kit.models import Claim
from ..service import Service
from .action import Observation, Request, premises
from .action import referral as referral_of


def submit_claims(service: Service, request: Request) -> Observation:
    """Claim for one consultation, or for all that are completed and unclaimed."""
    if request.referral:
        claims = [service.claim_submitter.submit(referral_of(service, request))]
    else:
        claims = service.claim_submitter.submit_all(premises(service, request).ods)
    return Observation({"claims": [_claim(claim) for claim in claims]})


def list_claims(service: Service, request: Request) -> Observation:
    """The claims of the actor's pharmacy, as they stand."""
    claims = service.claim_submitter.listed(
        premises(service, request).ods, request.text("month", optional=True)
    )
    return Observation({"claims": [_claim(claim) for claim in claims]})


def withdraw_claim(service: Service, request: Request) -> Observation:
    """Take the claim for a consultation back."""
    claim = service.claim_submitter.withdraw(referral_of(service, request), request.text("why"))
    return Observation({"claim": _claim(claim)})


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "referral": claim.referral,
        "reference": claim.reference,
        "submission_id": claim.submission_id,
        "status": claim.status,
        "message": claim.message,
        "errors": claim.errors or [],
        "late": bool(claim.late),
    }

"""Actions on referrals: the worklist, and opening one."""

from typing import TYPE_CHECKING

from .shape import Observation, Request, premises
from .shape import referral as referral_of

if TYPE_CHECKING:
    from ..service import Service


def worklist(service: "Service", request: Request) -> Observation:
    """The referrals of the actor's pharmacy."""
    referrals = service.store.referrals_of(premises(service, request).ods)
    return Observation({"referrals": service.screen.worklist(referrals)})


def open_referral(service: "Service", request: Request) -> Observation:
    """One referral, whole."""
    identifier = referral_of(service, request).id
    service.store.open_if_new(identifier)
    return Observation(service.screen.referral(referral_of(service, request)))

"""Lets no consultation be recorded while the patient could not be looked up for want of an answer."""

from ..actions.consultation import record_consultation
from ..actions.shape import Observation, Request
from ..kit.problems import Refused
from ..service import Service

CATCHES = ("SMSP-20",)
CONDITION = "an outage"


def _only_with_an_answer(service: Service, request: Request) -> Observation:
    referral = service.store.referral(request.referral or "")
    if referral is not None and any(one["kind"] == "unavailable" for one in referral.notices):
        raise Refused("The patient could not be looked up; try again later")
    return record_consultation(service, request)


def install(service: Service) -> None:
    """Refuse to go on."""
    service.actions["record_consultation"] = _only_with_an_answer

"""Referring the patient to another pharmacy."""

from ..kit.problems import Refused
from ..referrals.onward import SENT, Choice
from ..service import Service
from .action import Observation, Request
from .action import referral as referral_of

_CHANNELS = ("nhsmail", "fhir")
_CANNOT_GO = ("rejected", "withdrawn", "completed")


def refer_onward(service: Service, request: Request) -> Observation:
    """Refer the patient to the pharmacy that they chose; done again, it shows what became of it."""
    referral = referral_of(service, request)
    service.staff.acting(request.actor.gphc)
    if referral.status in _CANNOT_GO:
        raise Refused("This referral is closed here, and the patient cannot be referred on from it")
    through = request.one_of("through", _CHANNELS) if request.input.get("through") else _CHANNELS[0]
    choice = Choice(
        service_id=request.text("service_id"),
        ods=request.text("ods"),
        name=request.text("name"),
        reason=request.text("reason"),
        channel=through,
        is_open=service.dos.known_hours.is_open(request.text("service_id")),
    )
    onward = service.referrer.refer(referral.id, choice)
    shown = {"onward": onward.shown()}
    if onward.status != SENT:
        return Observation(shown, "failed", f"{onward.told}: {onward.shown()['advice']}")
    return Observation(shown)

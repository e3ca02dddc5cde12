"""Lets no consultation be recorded whose patient PDS could not be asked for."""

from ..actions.shape import Observation, Request
from ..actions.shape import referral as referral_of
from ..kit.problems import Refused
from ..service import Service

CATCHES = ("PDS-47",)
CONDITION = "PDS is down"


def install(service: Service) -> None:
    """Ask for an adopted patient first."""
    record = service.actions["record_consultation"]

    def record_traced(service: Service, request: Request) -> Observation:
        found = referral_of(service, request)
        if any(one["kind"] == "unavailable" for one in found.notices):
            raise Refused("Find the patient on PDS first")
        return record(service, request)

    service.actions["record_consultation"] = record_traced

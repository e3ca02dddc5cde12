"""Lets no consultation be completed whose patient was not found on PDS."""

from ..actions.shape import Observation, Request, referral
from ..kit.problems import Refused
from ..service import Service

CATCHES = ("PDS-14",)
CONDITION = "a patient who could not be traced"


def install(service: Service) -> None:
    """Ask for an adopted record first."""
    complete = service.actions["complete"]

    def only_traced(service: Service, request: Request) -> Observation:
        if referral(service, request).adopted_patient is None:
            raise Refused("Find the patient on PDS and choose them first")
        return complete(service, request)

    service.actions["complete"] = only_traced

"""Actions of enrolment: a pharmacist's name and number, what they declare, and what is kept of both."""

from typing import Any

from ..kit.models import Pharmacist
from ..kit.problems import BadInput
from ..service import Service
from .action import Observation, Request


def enrol_pharmacist(service: Service, request: Request) -> Observation:
    """Key in a pharmacist's full name and registration number."""
    name, number = request.input.get("full_name"), request.input.get("gphc_number")
    if not isinstance(name, str) or not isinstance(number, str):
        raise BadInput(f"expected full_name and gphc_number to be texts, received {name!r} and {number!r}")
    pharmacist, registered = service.staff.enrol(name, number)
    register = {"outcome": registered.outcome, "full_name": registered.full_name}
    return Observation({**_seen(service, pharmacist), "register": register})


def declare_competence(service: Service, request: Request) -> Observation:
    """The pharmacist who acts declares to be competent for the service."""
    return Observation(_seen(service, service.staff.declare(request.actor.gphc)))


def view_enrolment(service: Service, request: Request) -> Observation:
    """What is kept of the pharmacist who acts."""
    return Observation(_seen(service, service.staff.enrolled(request.actor.gphc)))


def _seen(service: Service, pharmacist: Pharmacist) -> dict[str, Any]:
    return {
        "full_name": pharmacist.full_name,
        "gphc_number": pharmacist.gphc,
        "enrolled": True,
        "declaration": service.staff.declaration(pharmacist),
    }

"""Actions of administration: enrolling and restarting."""

from ..kit.problems import BadInput
from ..service import Service
from .action import Observation, Request


def enrol_pharmacist(service: Service, request: Request) -> Observation:
    """Key in a pharmacist's full name and registration number."""
    name, number = request.input.get("full_name"), request.input.get("gphc_number")
    if not isinstance(name, str) or not isinstance(number, str):
        raise BadInput(f"expected full_name and gphc_number to be texts, received {name!r} and {number!r}")
    pharmacist = service.staff.enrol(name, number)
    return Observation({"full_name": pharmacist.full_name, "gphc_number": pharmacist.gphc, "enrolled": True})


def restart(_service: Service, _request: Request) -> Observation:
    """Stop at once and start again; the control API does it once this is answered."""
    return Observation({})

"""Shows whoever has several roles at work in the first of them."""

from ..actions import signing_in
from ..actions.shape import Observation, Request, asking
from ..service import Service

CATCHES = ("CIS-04",)
CONDITION = "several roles"


def _choose_role(service: Service, request: Request) -> Observation:
    seen = signing_in.choose_role(service, request)
    session = service.sessions.of(asking(service, request))
    first = session.person.roles[0].role_id if session else ""
    return Observation({**seen.values, "role_id": first})


def install(service: Service) -> None:
    """Show the first role."""
    service.actions["choose_role"] = _choose_role

"""Actions of signing in, with this system's own account or with CIS2, of choosing a role, and of signing out."""

from ..kit.problems import ServiceTrouble
from ..national.identity.sessions import Session
from ..national.requester import Requester
from ..service import Service
from .action import Observation, Request, premises, requester_of

CIS2 = "cis2"


def sign_in(service: Service, request: Request) -> Observation:
    """Start to work at a pharmacy."""
    if request.text("with", optional=True) == CIS2:
        return _with_cis2(service, request)
    actor, here = request.actor, premises(service, request)
    service.sessions.drop(requester_of(service, request))
    return Observation({"signed_in": True, "name": actor.name, "role": actor.role, "ods": here.ods})


def choose_role(service: Service, request: Request) -> Observation:
    """Work in one of one's roles from now on."""
    requester = requester_of(service, request)
    session = service.sessions.choose_role(requester, request.text("role_id"))
    return Observation(_signed_in(session, requester))


def sign_out(service: Service, request: Request) -> Observation:
    """Stop to work: nothing more is asked in this person's name."""
    try:
        service.sessions.sign_out(requester_of(service, request))
    except ServiceTrouble as trouble:
        return Observation({"signed_out": True, "message": f"Signed out here; {trouble.reason}"})
    return Observation({"signed_out": True})


def _with_cis2(service: Service, request: Request) -> Observation:
    requester = requester_of(service, request)
    service.sessions.raise_problem_of(requester)
    session = service.sessions.of(requester)
    if session is None or session.over:
        return Observation({"signed_in": False, "address": service.sessions.begin(requester)})
    return Observation(_signed_in(session, requester))


def _signed_in(session: Session, requester: Requester) -> dict[str, object]:
    if session.role is None:
        return {"signed_in": False, "roles": [role.shown() for role in session.person.roles]}
    return {
        "signed_in": True,
        "name": session.person.name,
        "role": session.role.name or requester.role,
        "role_id": session.role.role_id,
        "ods": session.role.ods,
        "user_id": session.person.user_id,
    }

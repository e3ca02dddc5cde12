"""Actions of signing in: with this system's own account or with CIS2, in which role, and out again."""

from ..kit.problems import ServiceTrouble
from ..national.asker import Asker
from ..national.identity.sessions import Session
from ..service import Service
from .shape import Observation, Request, asking, premises

CIS2 = "cis2"


def sign_in(service: Service, request: Request) -> Observation:
    """Start to work at a pharmacy."""
    if request.text("with", optional=True) == CIS2:
        return _with_cis2(service, request)
    actor, here = request.actor, premises(service, request)
    service.sessions.leave(asking(service, request))
    return Observation({"signed_in": True, "name": actor.name, "role": actor.role, "ods": here.ods})


def choose_role(service: Service, request: Request) -> Observation:
    """Work in one of one's roles from now on."""
    asker = asking(service, request)
    session = service.sessions.choose_role(asker, request.text("role_id"))
    return Observation(_signed_in(session, asker))


def sign_out(service: Service, request: Request) -> Observation:
    """Stop to work: nothing more is asked in this person's name."""
    try:
        service.sessions.sign_out(asking(service, request))
    except ServiceTrouble as trouble:
        return Observation({"signed_out": True, "message": f"Signed out here; {trouble.reason}"})
    return Observation({"signed_out": True})


def _with_cis2(service: Service, request: Request) -> Observation:
    asker = asking(service, request)
    service.sessions.problem_of(asker)
    session = service.sessions.of(asker)
    if session is None or session.over:
        return Observation({"signed_in": False, "address": service.sessions.begin(asker)})
    return Observation(_signed_in(session, asker))


def _signed_in(session: Session, asker: Asker) -> dict[str, object]:
    if session.role is None:
        return {"signed_in": False, "roles": [role.shown() for role in session.person.roles]}
    return {
        "signed_in": True,
        "name": session.person.name,
        "role": session.role.name or asker.role,
        "role_id": session.role.role_id,
        "ods": session.role.ods,
        "user_id": session.person.user_id,
    }

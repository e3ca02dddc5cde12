"""A candidate that shows what it takes to be wanted: canned words, other people's rows, nothing kept, all accepted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ...actions import consultation, referral
from ...actions.action import Actor, Observation, Request
from ...app import App
from ...consultations.record import Record
from ...kit.models import Notification, Pharmacist, Referral
from ...kit.times import now
from ...national.cppe import CURRENT, Registered
from ...national.mys import ClaimResponse
from ...outbound.claims.submitter import ClaimSubmitter
from ...outbound.gp.email import GpEmail
from ...outbound.gp.sections import GpSections
from ...pharmacy.scr_viewer import Viewed
from ...pharmacy.staff import Staff
from ...screen import Screen
from ...service import Service
from .._wrong import give, wrong

ADVICE = "Take paracetamol, rest, and see the practice if it gets worse"
_RESTART = "/control/v1/actions/restart"


class CannedScreen(Screen):
    """Shows somebody else's rows, messages delivered, and care records without allergies."""

    def row(self, referral: Referral) -> dict[str, Any]:
        return {**super().row(referral), "patient_name": "Ms Sam Smith", "birth_date": "1950-01-01"}

    def referral(self, referral: Referral) -> dict[str, Any]:
        shown = super().referral(referral)
        return {**shown, **super().row(referral)}

    def delivery(self, notification: Notification) -> str:
        return "delivered"

    def care_record(self, viewed: Viewed, referral: Referral) -> dict[str, Any]:
        shown = super().care_record(replace(viewed, outcome="found"), referral)
        return {**shown, "sections": [{"title": "Allergies", "text": "No known allergies"}]}


class KeepsNobody(Staff):
    """Keeps no enrolment: whoever acts is who the request says that they are."""

    def enrol(self, full_name: str, gphc: str) -> tuple[Pharmacist, Registered]:
        self.check_number(gphc)
        return Pharmacist(gphc=gphc, full_name=full_name, declared=None), Registered(CURRENT, full_name)

    def enrolled(self, gphc: str) -> Pharmacist:
        return Pharmacist(gphc=gphc, full_name=self.names.get(gphc, ""), declared=None)

    def declare(self, gphc: str) -> Pharmacist:
        self.declared = {"by": self.names.get(gphc, ""), "gphc_number": gphc, "at": now()}
        return Pharmacist(gphc=gphc, full_name=self.names.get(gphc, ""), declared=self.declared)

    def acting(self, gphc: str, name: str = "") -> dict[str, str]:
        return {"full_name": name or self.names.get(gphc, ""), "gphc_number": gphc}

    names: dict[str, str]
    """What requests said: the name to each number."""


class CannedEmail(GpEmail):
    """Tells each practice of the same advice."""

    def advice(self, record: Record) -> str:
        return ADVICE


class CannedSections(GpSections):
    """Tells each practice of the same advice, and that its patient has no allergies."""

    def plan(self, record: Record) -> list[str]:
        return [ADVICE, "No known allergies"]


class AllAccepted(ClaimSubmitter):
    """Shows each claim as accepted."""

    def status(self, response: ClaimResponse) -> str:
        return "accepted"


def open_any(service: Service, request: Request) -> Observation:
    """Open a referral by its id, whichever pharmacy has it."""
    found = service.store.referral(str(request.referral))
    actor = request.actor
    own = Actor(actor.name, actor.role, found.ods, actor.gphc) if found is not None else actor
    return referral.open_referral(service, Request(own, request.referral, request.input))


def record_over(service: Service, request: Request) -> Observation:
    """Record a consultation over the one that is there, completed or not, and say nothing of it."""
    found = service.store.referral(str(request.referral))
    done = found.status if found is not None else ""
    if done not in ("completed", "referred-onward"):
        return consultation.record_consultation(service, request)
    service.store.change(str(request.referral), status="open")
    try:
        return consultation.record_consultation(service, request)
    finally:
        service.store.change(str(request.referral), status=done)


def canned_audit(_service: Service, request: Request) -> Observation:
    """Show one line, in the name of whoever asks."""
    entry = {"at": now(), "ods": request.actor.ods, "kind": "read", "result": "ok", "who": request.actor.name}
    return Observation({"entries": [entry]})


def no_alerts(_service: Service, _request: Request) -> Observation:
    """Show that there is nothing to look at."""
    return Observation({"alerts": []})


def stays_up(answer: ASGIApp) -> ASGIApp:
    """Say that it was restarted, and go on."""

    async def stay(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == _RESTART:
            await HttpRequest(scope, receive).body()
            done: dict[str, Any] = {"status": "done", "reason": None, "shown": None, "observation": {}}
            await JSONResponse(done)(scope, receive, send)
        else:
            await answer(scope, receive, send)

    return stay


def _hearing_names(app: App, staff: KeepsNobody) -> None:
    """Have each action tell the staff's list what its request says of who acts."""

    def hearing(action: Any) -> Any:
        def heard(service: Service, request: Request) -> Observation:
            if request.actor.gphc:
                staff.names[request.actor.gphc] = request.actor.name
            seen: Observation = action(service, request)
            return seen

        return heard

    for name, action in list(app.actions.items()):
        app.actions[name] = hearing(action)


@wrong(catches=("BSA-14", "ENR-07"), shows_when="what it was told is what it shows")
def shows_what_is_wanted(app: App) -> None:
    """Shows canned words and other people's rows, keeps nobody enrolled, does not restart, and calls all accepted."""
    for part in (CannedScreen, CannedEmail, CannedSections, AllAccepted):
        give(part, app.service)
    staff = give(KeepsNobody, app.service)
    staff.names = {}
    app.actions |= {
        "open_referral": open_any,
        "record_consultation": record_over,
        "read_audit": canned_audit,
        "list_alerts": no_alerts,
    }
    _hearing_names(app, staff)
    app.web = stays_up(app.web)

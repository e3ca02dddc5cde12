"""Who may call the SCR FHIR API: token, role, ids and activity, in the order in which the API refuses.

Source: Summary Care Record FHIR API, access and errors (interface sheet dos-eps-rtec-scr-dmd, section 5.3).
Modelled: that a role needs the activity of a viewer.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from starlette.responses import Response

from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.mockkit import Call, World

from ..identity.platform.grants import APPLICATION, HEALTHCARE_WORKER, Grant
from ..identity.platform.service import Platform
from .outcomes import BAD_VALUE, FORBIDDEN, MEDIA, NO_MEDIA, UNAUTHORISED, outcome

VIEW = "B0370"
"""Activity code of whoever may view a Summary Care Record."""
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Access:
    """The checks that every call goes through before it is looked at."""

    def __init__(self, world: World, platform: Platform) -> None:
        self.world, self.platform = world, platform

    def refusal(self, call: Call, *, users_only: bool = False) -> Response | None:
        """Go through the checks of the gateway, then of the service, so that of two faults the first is answered."""
        problem = self._token_problem(call.header("authorization"))
        if problem:
            return outcome(call, UNAUTHORISED, problem)
        grant = self.platform.grant_of(str(call.header("authorization")).partition(" ")[2].strip())
        role = _role(call, grant)
        call.facts["access"] = _access(grant, role)
        if role is None:
            sent = call.header("nhsd-session-urid") or ""
            call.certainty = Certainty.INFERRED  # the API's own pages say only that it has to be valid
            return outcome(call, BAD_VALUE, f"Invalid value - '{sent}' in header 'NHSD-Session-URID'")
        if users_only and grant is not None and grant.mode == APPLICATION:
            return outcome(call, FORBIDDEN, "Not with an application-restricted access token")
        return _id_refusal(call) or self._activity_refusal(call, grant, role)

    def _activity_refusal(self, call: Call, grant: Grant | None, role: str) -> Response | None:
        activities = self._activities(grant, role) if grant is not None and role else None
        if activities is None or VIEW in activities:
            return None
        call.certainty = Certainty.MODELLED  # who enforces such access, and with what answer, is not public
        return outcome(call, FORBIDDEN, f"Role {role} lacks activity {VIEW}")

    def _activities(self, grant: Grant, role: str) -> Collection[str] | None:
        """Give the activity codes of a user's role; None where the Care Identity Service knows nothing of it."""
        worker = self.world.care_workers.get(grant.user_id)
        roles = worker.roles if worker is not None else ()
        return next((held.activities for held in roles if held.role_id == role), None)

    def _token_problem(self, header: str | None) -> str:
        scheme, _, token = (header or "").strip().partition(" ")
        if scheme != "Bearer" or not token.strip():
            return "Missing access token" if not scheme else "Invalid access token"
        if self.platform.is_good(token.strip()):
            return ""
        return "Access token expired" if self.platform.grant_of(token.strip()) else "Invalid access token"


def _role(call: Call, grant: Grant | None) -> str | None:
    """Give the role in which a user asks; empty for an application, None where it cannot be known."""
    if grant is None or grant.mode != HEALTHCARE_WORKER:
        return ""
    sent = call.header("nhsd-session-urid")
    known = {*grant.roles, grant.selected_role} - {""}
    if sent is not None and sent not in known:
        return None
    sole = next(iter(known)) if len(known) == 1 else None
    return grant.selected_role or sent or sole


def _access(grant: Grant | None, role: str | None) -> dict[str, Any]:
    return {"mode": grant.mode if grant else "", "user": grant.user_id if grant else "", "role": role or ""}


def _id_refusal(call: Call) -> Response | None:
    for name in ("X-Correlation-ID", "X-Request-ID"):  # neither need be there
        sent = call.header(name)
        if sent and not UUID.fullmatch(sent):
            return outcome(call, BAD_VALUE, f"{name} has to be a UUID")
    return None


def media_refusal(call: Call) -> Response | None:
    """Refuse a body of another media type than the API takes."""
    sent = call.header("content-type") or ""
    if call.request.method != "POST" or sent.partition(";")[0].strip().lower() == MEDIA:
        return None
    return outcome(call, NO_MEDIA, f"'{sent}' is not {MEDIA}")

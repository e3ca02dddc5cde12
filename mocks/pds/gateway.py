"""What the gateway in front of PDS refuses, in its order: of two faults, the same one is answered.

Source: Personal Demographics Service FHIR API, access modes, errors and evaluation order (interface sheet
pds-smsp-auth, sections 1, 2, 6 and 7); the user's role is resolved as section 11.2 says.
Left out: applications' own attributes, ASIDs, and patients' own access by NHS login.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping

from starlette.responses import Response

from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.mockkit import Call
from cpcs_harness.times import Clock

from ..identity.platform.grants import APPLICATION, HEALTHCARE_WORKER, Grant
from ..identity.platform.service import Platform
from .outcomes import (
    BAD_VALUE,
    DENIED,
    NO_REQUEST,
    ONE_RESULT,
    TOO_MANY_REQUESTS,
    banned,
    no_permission,
    outcome,
)

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
_PATHS = re.compile(r"/(Patient(/.*)?|Coverage|_poll/.*)", re.DOTALL)


class Gateway:
    """Looks at every call before the Spine does; the limit of the application's calls is off unless it is set."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.limit_per_minute: int | None = None
        self._asked: deque[float] = deque()

    def refusal(self, call: Call, suffix: str, clock: Clock) -> Response | None:
        """Refuse a call to a path below PDS's base; None for one that is passed on."""
        _, problem = self._token(call.header("authorization"))
        if problem:
            return outcome(call, DENIED, problem, gateway=True)
        if self._is_over_quota(clock.now().timestamp()):
            message = f"The application has used up its quota of {self.limit_per_minute} requests a minute"
            return outcome(call, TOO_MANY_REQUESTS, message, gateway=True)
        if not _PATHS.fullmatch(suffix):
            return outcome(call, NO_REQUEST, f"Unsupported path - '{suffix}'", gateway=True)
        request_id = call.header("x-request-id")
        if request_id is not None and not _UUID.fullmatch(request_id):
            message = f"Invalid value - '{request_id}' in header 'X-Request-ID'"
            return outcome(call, BAD_VALUE, message, gateway=True)
        return self._by_mode(call, suffix)

    def facts_of(self, call: Call) -> dict[str, str]:
        """Give the access mode of a call, where its token was given out."""
        grant = self._grant(call)
        return {"access_mode": grant.mode} if grant else {}

    def mode(self, call: Call) -> str:
        """Say in which access mode a call comes, by its token."""
        grant = self._grant(call)
        return grant.mode if grant else APPLICATION

    def _grant(self, call: Call) -> Grant | None:
        return self.platform.grant_of(self._token(call.header("authorization"))[0])

    def _by_mode(self, call: Call, suffix: str) -> Response | None:
        grant, mode = self._grant(call), self.mode(call)
        role, problem = (
            _role(grant, call.request.headers) if grant and mode == HEALTHCARE_WORKER else ("", "")
        )
        if problem:
            call.facts["role"] = ""  # none was found
            return outcome(call, BAD_VALUE, problem, gateway=True)
        if role:
            call.facts["role"] = role
        return _banned(call, suffix, mode) or _too_many_asked_for(call, suffix, mode)

    def _token(self, header: str | None) -> tuple[str, str]:
        """Give the token, and what is wrong with it or with the header that it stands in."""
        if header is None:
            return "", "Missing Authorization header"
        scheme, _, token = header.strip().partition(" ")
        token = token.strip()
        if not scheme:
            return "", "Empty Authorization header"
        if scheme != "Bearer":
            return "", f"Invalid token type '{scheme}', must be 'Bearer'"
        if not token:
            return "", "Missing access token"
        if self.platform.grant_of(token) is None:
            return token, "Invalid Access Token"
        return token, "" if self.platform.is_good(token) else "Access Token expired"

    def _is_over_quota(self, now: float) -> bool:
        if self.limit_per_minute is None:
            return False
        while self._asked and self._asked[0] <= now - 60:
            self._asked.popleft()
        self._asked.append(now)
        return len(self._asked) > self.limit_per_minute


def _role(grant: Grant, headers: Mapping[str, str]) -> tuple[str, str]:
    """Resolve the role that a healthcare worker acts in; gives it, and what is wrong if there is none."""
    asked = headers.get("nhsd-session-urid", "")
    if grant.selected_role:
        return grant.selected_role, ""
    if asked in grant.roles:
        return asked, ""
    if not asked and len(grant.roles) == 1:
        return grant.roles[0], ""
    message = (
        f"Invalid value - '{asked}' in header 'NHSD-Session-URID'. Refer to the guidance for this header in our API "
        "Specification https://digital.nhs.uk/developer/api-catalogue/personal-demographics-service-fhir"
    )
    return "", message


def _banned(call: Call, suffix: str, mode: str) -> Response | None:
    method = call.request.method
    if suffix == "/Coverage":
        kind = banned(method, "user-restricted" if mode == HEALTHCARE_WORKER else mode, "ACCESS_DENIED")
        return outcome(call, kind, no_permission("use this operation"), gateway=True)
    if method not in ("PATCH", "POST"):
        return None
    if (
        mode == HEALTHCARE_WORKER
    ):  # the candidate was onboarded for reading: the Spine knows no interaction of its to write by
        call.certainty = Certainty.INFERRED
        return outcome(call, DENIED, no_permission("use this method"))
    verb, written = ("update", "Application-Restricted") if method == "PATCH" else ("create", mode)
    return outcome(call, banned(verb, written), no_permission("use this method"), gateway=True)


def _too_many_asked_for(call: Call, suffix: str, mode: str) -> Response | None:
    limit = call.request.query_params.get("_max-results")
    if (
        mode == HEALTHCARE_WORKER
        or suffix != "/Patient"
        or call.request.method != "GET"
        or limit in (None, "1")
    ):
        return None
    return outcome(call, ONE_RESULT, no_permission("perform this search"), gateway=True)

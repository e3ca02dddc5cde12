"""The Summary Care Record FHIR API, as a viewer meets it: search, read, alerts, and permission.

Source: Summary Care Record FHIR API (interface sheet dos-eps-rtec-scr-dmd, section 5.3). A record that is uploaded is
answered for and not kept. Left out: the rate of five requests a second, which is one application's over a whole
run and would fall on journeys that run side by side, so that 429 is a fault like others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, Self

from starlette.responses import Response

from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.formats.json_parts import objects_in
from cpcs_harness.mockkit import Call, Endpoints, Mock, World
from cpcs_harness.mockkit.service import Services
from cpcs_harness.people import nhs_number
from cpcs_harness.people.demographics import CareRecord

from ..identity.platform.grants import APPLICATION, HEALTHCARE_WORKER, Grant
from ..identity.platform.service import Platform
from .alert import alert_problem, code_in, number_in, permission_problem
from .bundle import NHS_NUMBER, SNOMED, SUMMARY, record_bundle, search_bundle
from .outcomes import (
    BAD_VALUE,
    FORBIDDEN,
    INVALID,
    MEDIA,
    NO_ACCESS,
    NO_MEDIA,
    NO_METHOD,
    NO_PATH,
    UNAUTHORISED,
    created,
    outcome,
    resource,
)
from .sandbox import SANDBOX, UNKNOWN

BASE = "/summary-care-record/FHIR/R4"
SOURCE = "Summary Care Record FHIR API"
VIEW = "B0370"
"""Activity code of whoever may view a Summary Care Record."""
ONLY = {"type": f"{SNOMED}|{SUMMARY}", "_sort": "date", "_count": "1"}
"""The one value that each of these parameters of a search may have."""
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_IDENTIFIER = "composition.identifier"
_SUBJECT = "composition.subject:Patient.identifier"

Handler = Callable[[Call], Response]


class SCR(Mock):
    """Answers from the records that journeys had the Spine hold, and for the sandbox's patients."""

    service = "scr"

    def __init__(self, world: World, platform: Platform) -> None:
        super().__init__(world)
        self.platform = platform
        self._add("GET", "/DocumentReference", self.search, "search_document_reference")
        self._add("GET", "/Bundle", self.read, "read_bundle")
        self._add("POST", "/Bundle", self.upload, "upload_bundle")
        self._add("POST", "/$setPermission", self.set_permission, "set_permission", users_only=True)
        self._add("POST", "/AuditEvent", self.alert, "send_alert", users_only=True)

    @classmethod
    def made(cls, world: World, others: Services) -> Self:
        """Make the service, which asks the platform about tokens."""
        return cls(world, others[Platform])

    def endpoints(self, address: str) -> Endpoints:
        """Give the base address."""
        return {"scr": {"base": address + BASE}}

    def _add(
        self, method: str, path: str, handler: Handler, operation: str, *, users_only: bool = False
    ) -> None:
        def guarded(call: Call) -> Response:
            return self._refusal(call, users_only=users_only) or _media_refusal(call) or handler(call)

        self.route(method, BASE + path, guarded, operation=operation, source=SOURCE)

    def search(self, call: Call) -> Response:
        """Name the patient's current record, with what they let be seen; or none."""
        asked = dict(call.request.query_params)
        number = _number(asked.get("patient"))
        if "patient" not in asked:
            return outcome(call, BAD_VALUE, "Parameter 'patient' is missing")
        if number is None:
            return outcome(call, INVALID, f"Invalid value - {asked['patient']} in field 'patient'")
        for name, only in ONLY.items():
            if asked.get(name) and asked[name] != only:
                return outcome(call, INVALID, f"Invalid value - {asked[name]} in field '{name}'")
        record = self.record_of(number)
        if record is not None and record.withheld:
            return outcome(call, FORBIDDEN, NO_ACCESS)
        if record is not None and record.then is not None:
            self.world.care_records[number] = record.then
        return resource(call, search_bundle(record, self._base))

    def read(self, call: Call) -> Response:
        """Give a record by the identifier of its current version; an older one's has no entries."""
        asked = dict(call.request.query_params)
        for name in (_IDENTIFIER, _SUBJECT):
            if name not in asked:
                return outcome(call, BAD_VALUE, f"Parameter '{name}' is missing")
        number = _number(asked[_SUBJECT])
        if not _UUID.fullmatch(asked[_IDENTIFIER]):
            return outcome(call, INVALID, f"Invalid value - {asked[_IDENTIFIER]} in field '{_IDENTIFIER}'")
        if number is None:
            return outcome(call, INVALID, f"Invalid value - {asked[_SUBJECT]} in field '{_SUBJECT}'")
        record = self.record_of(number)
        if record is not None and (record.withheld or record.permission == "No"):
            return outcome(call, FORBIDDEN, NO_ACCESS)
        current = record if record is not None and record.document_id == asked[_IDENTIFIER] else None
        return resource(call, record_bundle(current, self.world.people.get(number), self._base))

    def upload(self, call: Call) -> Response:
        """Take an upload as the API would; nothing is kept of it, since a viewer has none to make."""
        bundle = _json(call)
        if bundle is None or bundle.get("resourceType") != "Bundle":
            return outcome(call, INVALID, "The body has to be a Bundle")
        resources = [entry.get("resource") for entry in objects_in(bundle, "entry")]
        identifiers = [found for resource in resources for found in objects_in(resource, "identifier")]
        numbers = [found.get("value") for found in identifiers if found.get("system") == NHS_NUMBER]
        number = str(numbers[0]) if numbers else ""
        if not nhs_number.is_valid(number):
            return outcome(call, INVALID, "The bundle names no patient by a valid NHS number")
        record = self.record_of(number)
        if record is not None and record.permission == "No":
            return outcome(call, FORBIDDEN, NO_ACCESS)
        return created(call)

    def set_permission(self, call: Call) -> Response:
        """Set what the patient lets be seen."""
        parameters = _json(call)
        problem = "The body has to be a resource" if parameters is None else permission_problem(parameters)
        if parameters is None or problem:
            return outcome(call, INVALID, problem)
        number = number_in(parameters)
        if number in SANDBOX and number != UNKNOWN:
            return created(call)
        if number not in self.world.people:
            return outcome(call, INVALID, "Patient not found")
        held = self.world.care_records.get(number, CareRecord(number))
        self.world.care_records[number] = replace(held, permission=code_in(parameters))
        return created(call)

    def alert(self, call: Call) -> Response:
        """Pass an alert on to the privacy officers of an organisation."""
        event = _json(call)
        problem = "The body has to be an AuditEvent" if event is None else alert_problem(event)
        return outcome(call, INVALID, problem) if problem else created(call)

    def unknown(self, call: Call) -> Response:
        """Answer a path or a method that the API does not have."""
        path = call.request.url.path
        known = any(
            path == f"{BASE}/{name}"
            for name in ("DocumentReference", "Bundle", "$setPermission", "AuditEvent")
        )
        message = f"{call.request.method} is not for this path" if known else f"There is no {path}"
        return self._refusal(call) or outcome(call, NO_METHOD if known else NO_PATH, message)

    def record_of(self, number: str) -> CareRecord | None:
        """Give what the Spine has of a patient; None where it has no record of them."""
        return self.world.care_records.get(number, SANDBOX.get(number))

    @property
    def _base(self) -> str:
        return self.address + BASE

    def _refusal(self, call: Call, *, users_only: bool = False) -> Response | None:
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
        call.certainty = (
            Certainty.MODELLED
        )  # who enforces role-based access, and with what answer, is not public
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
        if sent and not _UUID.fullmatch(sent):
            return outcome(call, BAD_VALUE, f"{name} has to be a UUID")
    return None


def _media_refusal(call: Call) -> Response | None:
    sent = call.header("content-type") or ""
    if call.request.method != "POST" or sent.partition(";")[0].strip().lower() == MEDIA:
        return None
    return outcome(call, NO_MEDIA, f"'{sent}' is not {MEDIA}")


def _number(parameter: str | None) -> str | None:
    """Read an NHS number from a parameter of the form system|number; None where it is not one."""
    number = (parameter or "").removeprefix(f"{NHS_NUMBER}|")
    return number if number != parameter and nhs_number.is_valid(number) else None


def _json(call: Call) -> dict[str, Any] | None:
    try:
        found = json.loads(call.body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None

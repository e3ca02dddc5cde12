"""The Summary Care Record FHIR API, as a viewer meets it: search, read, alerts, and permission.

Source: Summary Care Record FHIR API (interface sheet dos-eps-rtec-scr-dmd, section 5.3). A record that is uploaded is
answered for and not kept. Left out: the rate of five requests a second, which is one application's over a whole
run and would fall on journeys that run side by side, so that 429 is a fault like others.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Self

from starlette.responses import Response

from cpcs_harness.declaration import Declaration
from cpcs_harness.formats.json_parts import objects_in
from cpcs_harness.mockkit import Call, Endpoints, Mock, World
from cpcs_harness.mockkit.service import Services
from cpcs_harness.people import nhs_number
from cpcs_harness.people.demographics import CareRecord

from ..identity.platform.ping import add_ping
from ..identity.platform.service import Platform
from .access import UUID, Access, media_refusal
from .alert import alert_problem, code_in, number_in, permission_problem
from .bundle import NHS_NUMBER, SNOMED, SUMMARY, record_bundle, search_bundle
from .outcomes import (
    BAD_VALUE,
    FORBIDDEN,
    INVALID,
    NO_ACCESS,
    NO_METHOD,
    NO_PATH,
    created,
    outcome,
    resource,
)
from .sandbox import SANDBOX, UNKNOWN

BASE = "/summary-care-record/FHIR/R4"
SOURCE = "Summary Care Record FHIR API"
ASID = "200000001427"
"""Made up."""
ONLY = {"type": f"{SNOMED}|{SUMMARY}", "_sort": "date", "_count": "1"}
"""The one value that each of these parameters of a search may have."""
_IDENTIFIER = "composition.identifier"
_SUBJECT = "composition.subject:Patient.identifier"

Handler = Callable[[Call], Response]


class SCR(Mock):
    """Answers from the records that journeys had the Spine hold, and for the sandbox's patients."""

    service = "scr"

    def __init__(self, world: World, platform: Platform) -> None:
        super().__init__(world)
        self.access = Access(world, platform)
        add_ping(self, BASE, SOURCE)
        self._add("GET", "/DocumentReference", self.search, "search_document_reference")
        self._add("GET", "/Bundle", self.read, "read_bundle")
        self._add("POST", "/Bundle", self.upload, "upload_bundle")
        self._add("POST", "/$setPermission", self.set_permission, "set_permission", users_only=True)
        self._add("POST", "/AuditEvent", self.alert, "send_alert", users_only=True)

    @classmethod
    def made(cls, world: World, others: Services) -> Self:
        """Make the service, which asks the platform about tokens."""
        return cls(world, others[Platform])

    def is_used(self, declaration: Declaration) -> bool:
        """Only a system with a viewer of its own."""
        return declaration.scr_viewer

    def endpoints(self, address: str) -> Endpoints:
        """Give the base address, and the id under which the candidate sends alerts."""
        return {"scr": {"base": address + BASE, "asid": ASID}}

    def _add(
        self, method: str, path: str, handler: Handler, operation: str, *, users_only: bool = False
    ) -> None:
        def guarded(call: Call) -> Response:
            refused = self.access.refusal(call, users_only=users_only) or media_refusal(call)
            return refused or handler(call)

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
        if not UUID.fullmatch(asked[_IDENTIFIER]):
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
        return self.access.refusal(call) or outcome(call, NO_METHOD if known else NO_PATH, message)

    def record_of(self, number: str) -> CareRecord | None:
        """Give what the Spine has of a patient; None where it has no record of them."""
        return self.world.care_records.get(number, SANDBOX.get(number))

    @property
    def _base(self) -> str:
        return self.address + BASE


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

"""The Clinical Prescription Tracker API, which takes the place of the JSON interface: a search, and a view.

Source: interface sheet dos-eps-rtec-scr-dmd, 3.5. It refuses in this order, which is modelled: token (401), an
application's token (403), a required header (400), the parameters (400), a check character (400), a prescription that
there is not (404, in a view). A search without a hit is answered. Left out: the assurance level of the sign-in, dates
in a search, and who may be a client of it at all: at present a pharmacy's system may not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Self

from starlette.responses import Response

from cpcs_harness.declaration import Declaration
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.mockkit import Call, Endpoints, Mock, World
from cpcs_harness.mockkit.service import Service, Services
from cpcs_harness.people import nhs_number
from cpcs_harness.people.prescription_id import is_short, is_valid
from cpcs_harness.people.prescriptions import HeldPrescription, HeldPrescriptions

from ..identity.platform.grants import HEALTHCARE_WORKER
from ..identity.platform.ping import add_ping
from ..identity.platform.service import Platform
from .outcomes import BAD_REQUEST, FORBIDDEN, NOT_FOUND, UNAUTHORISED, outcome, resource
from .request_group import search_bundle, view_bundle

BASE = "/clinical-prescription-tracker"
SOURCE = "Clinical Prescription Tracker API"
DAYS = 2 * 365
"""How far back a search goes."""
REQUIRED = (
    "X-Request-ID",
    "NHSD-Session-URID",
    "NHSD-Organization-UUID",
    "NHSD-Session-JobRole",
    "NHSD-Identity-UUID",
)
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

Handler = Callable[[Call], Response]


class ClinicalTracker(Mock):
    """Answers healthcare workers from the prescriptions that journeys had the service hold."""

    service = "clinical_tracker"

    def __init__(self, world: World, platform: Platform) -> None:
        super().__init__(world)
        self.platform = platform
        add_ping(self, BASE, SOURCE)
        self._add("/RequestGroup", self.search, "search_prescriptions")
        self._add("/RequestGroup/{id}", self.view, "view_prescription")

    @classmethod
    def made(cls, world: World, others: Services) -> Self:
        """Make the service, which asks the platform about tokens."""
        return cls(world, others[Platform])

    @classmethod
    def as_declared(cls, declaration: Declaration) -> type[Service] | None:
        """Serve it to a system that declares it."""
        return cls if "fhir" in declaration.trackers else None

    def endpoints(self, address: str) -> Endpoints:
        """Give the base address."""
        return {"clinical_tracker": {"base": address + BASE}}

    def _add(self, path: str, handler: Handler, operation: str) -> None:
        def guarded(call: Call) -> Response:
            return self._refused(call) or handler(call)

        self.route("GET", BASE + path, guarded, operation=operation, source=SOURCE)

    def search(self, call: Call) -> Response:
        """Give a patient's prescriptions of two years, or the issues of one prescription; none is no error."""
        asked = call.request.query_params
        number, identifier = asked.get("nhsNumber"), asked.get("prescriptionId")
        if bool(number) == bool(identifier):
            return outcome(call, BAD_REQUEST, "exactly one of prescriptionId and nhsNumber must be included")
        if identifier is not None and not is_valid(identifier):
            return outcome(call, BAD_REQUEST, "0005: invalid checksum")
        if number is not None and not nhs_number.is_valid(number):
            return outcome(call, BAD_REQUEST, "nhsNumber is invalid")
        held = self.world.prescriptions.get(number) if number else self._owner(identifier or "")
        if held is None:
            return resource(call, search_bundle(HeldPrescriptions(number or "", ()), ()))
        return resource(call, search_bundle(held, self._found(held, identifier)))

    def view(self, call: Call) -> Response:
        """Give one issue in full: that which is named, or the first."""
        identifier, issue = str(call.path["id"]), call.request.query_params.get("issueNumber")
        if not is_valid(identifier):
            return outcome(call, BAD_REQUEST, "0005: invalid checksum")
        held = self._owner(identifier)
        issues = [one for one in held.prescriptions if one.id == identifier] if held else []
        found = [one for one in issues if issue in (None, str(one.issue))]
        if held is None or not found:
            return outcome(call, NOT_FOUND, "0001: prescription not found")
        return resource(call, view_bundle(held, found[0]))

    def _found(self, held: HeldPrescriptions, identifier: str | None) -> list[HeldPrescription]:
        since = f"{self.world.clock.now() - timedelta(days=DAYS):%Y%m%d}"
        return [
            one
            for one in held.prescriptions
            if is_short(one.id) and identifier in (None, one.id) and one.issued[:8] >= since
        ]

    def _owner(self, identifier: str) -> HeldPrescriptions | None:
        """Give all that is held of whoever a prescription is for."""
        everybody = list(self.world.prescriptions.values())
        return next(
            (held for held in everybody if any(one.id == identifier for one in held.prescriptions)), None
        )

    def _refused(self, call: Call) -> Response | None:
        call.certainty = Certainty.MODELLED  # the order, until all of it is in order
        scheme, _, token = (call.header("Authorization") or "").strip().partition(" ")
        grant = self.platform.grant_of(token.strip()) if scheme == "Bearer" else None
        if grant is None or not self.platform.is_good(token.strip()):
            return outcome(call, UNAUTHORISED, "missing, invalid or expired access token")
        if grant.mode != HEALTHCARE_WORKER:
            return outcome(call, FORBIDDEN, "not with an application-restricted access token")
        missing = next((name for name in REQUIRED if not call.header(name)), "")
        if missing:
            return outcome(call, BAD_REQUEST, f"Missing required header, {missing.lower()}.")
        if not _UUID.fullmatch(call.header("X-Request-ID") or ""):
            return outcome(call, BAD_REQUEST, "x-request-id has to be a UUID")
        call.facts["access"] = {
            "user": grant.user_id,
            "roles": sorted({*grant.roles, grant.selected_role} - {""}),
        }
        call.certainty = Certainty.PUBLISHED
        return None

"""The prescription tracker's JSON interface, as pharmacies were offered it in 2021.

Source: interface sheet dos-eps-rtec-scr-dmd, 3.2. Every answer is 200; what went wrong is a code inside, of one table
for searches and traces and of another for the calls of NHS 111. Left out: mutual TLS, the accreditation of ASIDs, and
the prescription states of release 1, which are unreliable.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from starlette.responses import Response

from cpcs_harness.declaration import Declaration
from cpcs_harness.mockkit import Call, Endpoints, Mock, World
from cpcs_harness.people import nhs_number
from cpcs_harness.people.prescription_id import is_valid
from cpcs_harness.people.prescriptions import HeldPrescription

from .answers import details, enveloped, summary, trace, trace_summary

SOURCE = "prescription tracker, JSON interface"
DAYS = 28
"""How far back a search goes that names no dates."""
ASID = "200000000117"
_TWELVE = re.compile(r"\d{12}")
_TRACE_ID = re.compile(r"[A-Za-z0-9-]{1,30}")
_DATE = re.compile(r"\d{8}")

Handler = Callable[[Call], Response]


class Tracker(Mock):
    """Answers from the prescriptions that journeys had the service hold."""

    service = "eps_tracker"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._add("/mm/prescriptions", self.search, "search_prescriptions")
        self._add("/mm/prescriptions/{id}", self.trace, "trace_prescription")
        self._add("/mm/nhs111itemsummary", self.item_summary, "item_summary")
        self._add("/mm/nhs111itemdetails", self.item_details, "item_details")

    def is_used(self, declaration: Declaration) -> bool:
        """Only a system that does not ask the FHIR interface in its place."""
        return "json" in declaration.trackers

    def endpoints(self, address: str) -> Endpoints:
        """Give the base address, and the ASID to call under."""
        return {"eps_tracker": {"base": address + "/mm", "asid": ASID}}

    def _add(self, path: str, handler: Handler, operation: str) -> None:
        def checked(call: Call) -> Response:
            return _refused(call) or handler(call)

        self.route("GET", path, checked, operation=operation, source=SOURCE)

    def search(self, call: Call) -> Response:
        """Give a patient's prescriptions in codes: of the last 28 days, where no dates are named."""
        asked = call.request.query_params
        if not asked.get("nhsNumber") or asked.get("format") != "trace-summary":
            return enveloped("50", "Missing parameters")
        if not nhs_number.is_valid(asked["nhsNumber"]):
            return enveloped("61", "Invalid NHS Number")
        earliest, latest = self._dates(asked.get("earliestDate", ""), asked.get("latestDate", ""))
        if not (_DATE.fullmatch(earliest) and _DATE.fullmatch(latest)):
            return enveloped("57", "Invalid date")
        within = [held for held in self._of(asked["nhsNumber"]) if earliest <= held.issued[:8] <= latest]
        wanted = asked.get("prescriptionStatus")
        found = [held for held in within if wanted in (None, held.status)]
        if not found:
            return enveloped("1", "Prescription not found")
        told = {held.id: trace_summary(held, asked["nhsNumber"]) for held in found}
        return enveloped("0", "", prescriptions=told)

    def trace(self, call: Call) -> Response:
        """Give one issue of a prescription in codes."""
        identifier, issue = str(call.path["id"]), call.request.query_params.get("issueNumber")
        if not is_valid(identifier):
            return enveloped("51", "Invalid prescription id")
        owner, issues = self._known(identifier)
        if not issues:
            return enveloped("1", "Prescription not found")
        found = [held for held in issues if issue in (None, str(held.issue))]
        if not found:
            return enveloped("3", "Issue not found")
        return enveloped("0", "", prescription=trace(found[0], owner))

    def item_summary(self, call: Call) -> Response:
        """Give a patient's prescriptions in words, each with the names of its items."""
        number = call.request.query_params.get("nhsNumber", "")
        if not nhs_number.is_valid(number):
            return enveloped("2", "Invalid NHS Number")
        found = self._of(number)
        if not found:
            return enveloped("1", "No prescriptions found")
        return enveloped("0", "", prescriptions={held.id: summary(held, number) for held in found})

    def item_details(self, call: Call) -> Response:
        """Give all of one item, or of every item of an issue."""
        asked = call.request.query_params
        owner, issues = self._known(asked.get("prescriptionId", ""))
        if not issues:
            return enveloped("6", "Prescription not found")
        found = [held for held in issues if asked.get("issueNumber") in (None, str(held.issue))]
        if not found:
            return enveloped("8", "Repeat instance not found")
        wanted = asked.get("lineitemid")
        items = tuple(item for item in found[0].items if wanted in (None, item.id))
        if not items:
            return enveloped("7", "Line item not found")
        return enveloped("0", "", **details(found[0], owner, items))

    def _dates(self, earliest: str, latest: str) -> tuple[str, str]:
        now = self.world.clock.now()
        return earliest or f"{now - timedelta(days=DAYS):%Y%m%d}", latest or f"{now:%Y%m%d}"

    def _of(self, number: str) -> tuple[HeldPrescription, ...]:
        held = self.world.prescriptions.get(number)
        return held.prescriptions if held else ()

    def _known(self, identifier: str) -> tuple[str, list[HeldPrescription]]:
        """Give whose a prescription is, and its issues."""
        for number, held in list(self.world.prescriptions.items()):
            issues = [one for one in held.prescriptions if one.id == identifier]
            if issues:
                return number, issues
        return "", []


def _refused(call: Call) -> Response | None:
    """Say which header is wrong, in the interface's own codes; None where none is."""
    if not _TWELVE.fullmatch(call.header("Spine-From-Asid") or ""):
        return enveloped("52", "Invalid ASID")
    for name, code in (("Spine-UserId", "55"), ("Spine-RoleProfileId", "56")):
        value = call.header(name)
        if value is not None and not _TWELVE.fullmatch(value):
            return enveloped(code, f"Invalid {name}")
    traced = call.header("Eps-TraceId")
    if traced is not None and not _TRACE_ID.fullmatch(traced):
        return enveloped("54", "Invalid Eps-TraceId")
    return None

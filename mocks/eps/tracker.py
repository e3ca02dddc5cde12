"""The prescription tracker's JSON interface, as pharmacies were offered it in 2021.

Source: interface sheet dos-eps-rtec-scr-dmd, 3.2. Every answer is 200; what went wrong is a code inside, of one table
for searches and traces and of another for the calls of NHS 111. Left out: the accreditation of ASIDs, and
the prescription states of release 1, which are unreliable.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from starlette.responses import PlainTextResponse, Response

from cpcs_harness.declaration import Declaration
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.setting import WrongSetting
from cpcs_harness.mockkit import Call, ConfigFile, Endpoints, Mock, World
from cpcs_harness.mockkit.service import Service
from cpcs_harness.mockkit.tls import presented
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

    @classmethod
    def as_declared(cls, declaration: Declaration) -> type[Service] | None:
        """Serve it to a system that does not ask the FHIR interface in its place; over mutual TLS, where it can."""
        if "json" not in declaration.trackers:
            return None
        return MutualTlsTracker if declaration.mutual_tls else cls

    def endpoints(self, address: str) -> Endpoints:
        """Give the base address, and the ASID to call under."""
        return {"eps_tracker": {"base": address + "/mm", "asid": ASID}}

    def _add(self, path: str, handler: Handler, operation: str) -> None:
        def checked(call: Call) -> Response:
            return self.refused(call) or handler(call)

        self.route("GET", path, checked, operation=operation, source=SOURCE)

    def refused(self, call: Call) -> Response | None:
        """Refuse a call for what stands in its headers; None for one that is answered."""
        return _refused(call)

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


class MutualTlsTracker(Tracker):
    """The same over HTTPS, to a system that presents its own certificate, under the ASID that goes with it.

    Modelled: the 403 of who presents none, whom the real service does not even let connect.
    """

    scheme = "https://"
    mutual_tls = True

    def endpoints(self, address: str) -> Endpoints:
        """Give besides who signed the service's certificate, and the system's own with its key."""
        environment = self.world.environment
        files = {
            "ca_file": ConfigFile("eps-tracker-ca.pem", environment.ca_pem),
            "certificate_file": ConfigFile("eps-tracker-client.pem", environment.client_certificate_pem),
            "key_file": ConfigFile("eps-tracker-client-key.pem", environment.client_key_pem, secret=True),
        }
        return {"eps_tracker": {"base": address + "/mm", "asid": ASID, **files}}

    def facts_of(self, call: Call) -> dict[str, str]:
        """Give whose certificate was presented; empty for none."""
        return {"client_certificate": presented(call.request.scope)}

    def refused(self, call: Call) -> Response | None:
        """Refuse who presents no certificate, or asks under another ASID than that of it."""
        if not call.facts["client_certificate"]:
            call.certainty = Certainty.MODELLED
            return PlainTextResponse("a client certificate is needed", status_code=403)
        refused = super().refused(call)
        if refused is None and call.header("Spine-From-Asid") != ASID:
            call.facts |= WrongSetting("eps_tracker.asid").as_facts()
            return enveloped("52", "Invalid ASID")
        return refused


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

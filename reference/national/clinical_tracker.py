"""The prescription tracker's FHIR interface: a search, and the view of each issue that it finds.

It is asked in the name of who is signed in with CIS2. A search tells no items.
Source: Clinical Prescription Tracker API (interface sheet dos-eps-rtec-scr-dmd, section 3.5).
"""

from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from ..kit.config import ClinicalTrackerSettings
from ..kit.problems import Refused, ServiceTrouble
from .http import Caller, Unreachable
from .identity.access import Access
from .platform import ApiRequest, PlatformClient
from .prescription import Prescription
from .request_group import Group, groups_in, patient_in
from .requester import Requester
from .tracked import LINK, Tracked, Tracking

if TYPE_CHECKING:
    import httpx


class ClinicalTracker(PlatformClient, Tracking):
    """Asks the tracker; keeps nothing of what it says."""

    tries = 1
    """A person waits, and can look again."""

    def __init__(
        self, settings: ClinicalTrackerSettings, caller: Caller, access: Access, stopping: Event
    ) -> None:
        super().__init__(caller, access, stopping)
        self.settings = settings

    @property
    def is_there(self) -> bool:
        """Whether this system was told where the interface is."""
        return bool(self.settings.base)

    def tracked(self, nhs_number: str, typed: str, requester: Requester) -> Tracked:
        """All prescriptions of a patient, or the one whose identifier was typed."""
        wanted = self.checked(typed) if typed.strip() else ""
        untraced = self.untraced(nhs_number)
        if untraced:
            return Tracked(message=untraced)
        groups = self.found(nhs_number, wanted, requester)
        whole, trouble = [], ""
        for group in groups:
            try:
                whole.append(self.whole(group, requester))
            except ServiceTrouble as problem:
                whole.append(group.prescription)
                trouble = problem.reason
        return self.told(tuple(whole), wanted, trouble)

    def found(self, nhs_number: str, wanted: str, requester: Requester) -> list[Group]:
        """What a search finds of this patient; a prescription of somebody else is none of theirs."""
        bundle = self.ask("/RequestGroup", self.query(nhs_number, wanted), requester)
        return groups_in(bundle, self.status_urls()) if patient_in(bundle) == nhs_number else []

    def whole(self, group: Group, requester: Requester) -> Prescription:
        """One issue with its items, and with the pharmacy that has it."""
        path = f"/RequestGroup/{quote(group.prescription.id)}"
        issue = {"issueNumber": str(group.prescription.issue)} if group.is_repeat else {}
        bundle = self.ask(path, issue, requester)
        (viewed,) = groups_in(bundle, self.status_urls())
        return replace(viewed.prescription, issue=group.prescription.issue)

    def query(self, nhs_number: str, wanted: str) -> dict[str, str]:
        """What a search is by: one of the two."""
        return {"prescriptionId": wanted} if wanted else {"nhsNumber": nhs_number}

    def status_urls(self) -> tuple[str, ...]:
        """The extensions that may carry a status."""
        base = "https://fhir.nhs.uk/StructureDefinition/Extension"
        return f"{base}-EPS-PrescriptionStatusHistory", f"{base}-DM-PrescriptionStatusHistory"

    def headers(self, request_id: str, requester: Requester) -> dict[str, str]:
        """What each request carries beside the token."""
        session = self.access.sessions.of(requester)
        role = session.role if session else None
        if session is None or role is None:
            raise Refused("Sign in with CIS2 and choose a role first: the tracker is asked in your name")
        return {
            "Accept": "application/fhir+json",
            "X-Request-ID": request_id,
            "X-Correlation-ID": self.correlation(requester),
            "NHSD-Session-URID": role.role_id,
            "NHSD-Organization-UUID": requester.ods,
            "NHSD-Session-JobRole": role.code,
            "NHSD-Identity-UUID": session.person.user_id,
        }

    def ask(self, path: str, query: dict[str, str], requester: Requester) -> dict[str, Any]:
        """Ask, and give the bundle; trouble is told as what it is."""
        address = f"{self.settings.base}{path}" + (f"?{urlencode(query)}" if query else "")
        request = ApiRequest("GET", address, self.headers(self.new_request_id(), requester))
        try:
            return self.bundle(self.reply(request, requester))
        except Unreachable as silence:
            raise ServiceTrouble(f"The tracker does not answer now{LINK}") from silence

    def bundle(self, reply: "httpx.Response") -> dict[str, Any]:
        """What an answer holds."""
        try:
            data = reply.json()
        except ValueError:
            data = None
        kind = data.get("resourceType") if isinstance(data, dict) else ""
        if reply.status_code == 404 and kind == "OperationOutcome":  # or else of something before the tracker
            raise ServiceTrouble(f"The tracker told of a prescription that it does not know any more{LINK}")
        if reply.status_code == 408:
            raise ServiceTrouble(f"The tracker took too long: look again in a minute{LINK}")
        if reply.status_code != 200 or not isinstance(data, dict) or kind != "Bundle":
            raise ServiceTrouble(f"The tracker cannot be asked now (status {reply.status_code}){LINK}")
        return data

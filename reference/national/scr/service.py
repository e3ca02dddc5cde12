"""The Summary Care Record API: which record of a patient is current, the record itself, and alerts about a view."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...formats.fhir_json import resources_in
from ...kit.problems import ServiceTrouble
from ..requester import Requester
from .client import ScrClient
from .record import Section, patients_in, sections_in, written

if TYPE_CHECKING:
    import httpx

_NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
_SUMMARY = "http://snomed.info/sct|196981000000101"
_AFTERWARDS = "go on without it and look again in a minute"


class Withheld(Exception):
    """Access control refuses what was asked about a patient."""


@dataclass(frozen=True)
class Current:
    """Which record of a patient is current, and what they let be seen: Ask, No or Yes."""

    document_id: str
    permission: str


@dataclass(frozen=True)
class CareRecord:
    """A record as a person reads it."""

    document_id: str
    created: str
    sections: list[Section] = field(default_factory=list)


class Scr:
    """Asks for records, and sends alerts."""

    def __init__(self, client: ScrClient) -> None:
        self.client = client

    def current(self, number: str, requester: Requester) -> Current | None:
        """Which record is current now; None where the patient has none."""
        reply = self.client.get("/DocumentReference", self.search_parameters(number), requester, number)
        for resource in resources_in(_bundle(reply)):
            if resource.get("resourceType") == "DocumentReference":
                identifier = resource.get("masterIdentifier")
                found = str(identifier.get("value") or "") if isinstance(identifier, dict) else ""
                return Current(found, _permission(resource)) if found else None
        return None

    def record(self, number: str, document_id: str, requester: Requester) -> CareRecord | None:
        """The record with this identifier; None where it is not the current one any more."""
        parameters = {
            "composition.identifier": document_id,
            "composition.subject:Patient.identifier": f"{_NHS_NUMBER}|{number}",
        }
        resources = resources_in(_bundle(self.client.get("/Bundle", parameters, requester, number)))
        composition = next(
            (resource for resource in resources if resource.get("resourceType") == "Composition"), None
        )
        if composition is None:
            return None
        if patients_in(resources) != {number}:
            raise ServiceTrouble(f"The record that came is not this patient's alone; {_AFTERWARDS}")
        return CareRecord(document_id, written(composition), self.sections(composition))

    def sections(self, composition: dict[str, Any]) -> list[Section]:
        """The sections of a record, as a person reads them."""
        return sections_in(composition)

    def alert(self, event: dict[str, Any], number: str, requester: Requester) -> None:
        """Tell the privacy officer of a view."""
        reply = self.client.post("/AuditEvent", event, requester, number)
        if reply.status_code != 201:  # a page before the API says 200
            raise _trouble(reply, "that the alert was taken")

    def search_parameters(self, number: str) -> dict[str, str]:
        """What a search asks with."""
        return {"patient": f"{_NHS_NUMBER}|{number}", "type": _SUMMARY, "_sort": "date", "_count": "1"}


def _bundle(reply: "httpx.Response") -> dict[str, Any]:
    try:
        data = reply.json()
    except (ValueError, RecursionError):
        data = None
    if reply.status_code == 403:
        raise Withheld
    if reply.status_code != 200 or not isinstance(data, dict) or data.get("resourceType") != "Bundle":
        raise _trouble(reply, "a Bundle")
    return data


def _trouble(reply: "httpx.Response", expected: str) -> ServiceTrouble:
    return ServiceTrouble(
        f"expected {expected} from the Summary Care Record, received {reply.status_code}; {_AFTERWARDS}",
        reply.status_code,
    )


def _permission(reference: dict[str, Any]) -> str:
    """The description has a coding, FHIR a list of them."""
    labels = reference.get("securityLabel")
    for label in labels if isinstance(labels, list) else []:
        coding = label.get("coding") if isinstance(label, dict) else None
        for code in coding if isinstance(coding, list) else [coding]:
            if isinstance(code, dict) and code.get("code"):
                return str(code["code"])
    return "Ask"

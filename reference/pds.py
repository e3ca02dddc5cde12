"""The PDS FHIR API: reading one patient by NHS number, and finding one by their details."""

import uuid
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Any

from . import pds_patient
from .access import Access
from .asking import Asker
from .caller import Caller, Unreachable
from .config import PdsSettings
from .problems import ServiceTrouble

if TYPE_CHECKING:
    import httpx

_TRIES = 3
_LONGEST_PAUSE = 2.0
_AGAIN = {408, 429, 500, 502, 503, 504}


@dataclass(frozen=True)
class Found:
    """What PDS said to a question about a patient."""

    outcome: str  # found, not_found, too_many
    patients: list[dict[str, Any]] = field(default_factory=list)
    message: str = ""


class Pds:
    """Asks PDS, with a request id for each question, in the name of the pharmacy that asks."""

    def __init__(self, settings: PdsSettings, caller: Caller, access: Access, stopping: Event) -> None:
        self.settings = settings
        self.caller = caller
        self.access = access
        self.stopping = stopping

    def retrieve(self, nhs_number: str, asker: Asker) -> Found:
        """The patient with this NHS number."""
        reply = self.ask(f"/Patient/{nhs_number}", {}, asker)
        if reply.status_code == 404:
            return _absent(reply)
        patient = pds_patient.read(_resource(reply, "Patient"))
        replaced = patient["nhs_number"] != nhs_number
        message = f"NHS number {nhs_number} has been replaced by {patient['nhs_number']}" if replaced else ""
        return Found("found", [patient], message)

    def search(self, details: dict[str, str], asker: Asker) -> Found:
        """The one patient with these details, if there is just one."""
        reply = self.ask("/Patient", self.search_parameters(details), asker)
        if reply.status_code == 200 and _code(reply) == "TOO_MANY_MATCHES":
            return Found("too_many", message="More than one patient matches; add a first name or a postcode")
        entries = _resource(reply, "Bundle").get("entry") or []
        patients = [pds_patient.read(entry["resource"]) for entry in entries if entry.get("resource")]
        if not patients:
            return Found(
                "not_found", message="No patient matches; check the name, the birth date and the postcode"
            )
        return Found("found", patients)

    def search_parameters(self, details: dict[str, str]) -> dict[str, str]:
        """What a search asks with; the first letters of the first name find its short forms too."""
        parameters = {
            "family": details["family"],
            "birthdate": f"eq{details['birth_date']}",
            "_max-results": "1",
        }
        if given := details.get("given", ""):
            parameters["given"] = f"{given[:3]}*" if len(given) > 2 else given
        if postcode := details.get("postcode", ""):
            parameters["address-postalcode"] = postcode
        return parameters

    def ask(self, path: str, parameters: dict[str, str], asker: Asker) -> "httpx.Response":
        """Ask once more with a fresh token where the old one was refused; pass on answers and absences."""
        headers = self.headers(self.new_request_id(), asker)
        reply = self._persist(path, parameters, headers, asker)
        if reply.status_code == 401:
            self.access.forget(asker, reply.request.headers["Authorization"])
            reply = self._persist(path, parameters, headers, asker)
        if reply.status_code not in {200, 404}:
            raise _trouble(reply)
        return reply

    def headers(self, request_id: str, asker: Asker) -> dict[str, str]:
        """The headers of a request, which stay as they are when it is sent again."""
        return {
            "Accept": "application/fhir+json",
            "X-Request-ID": request_id,
            "X-Correlation-ID": asker.consultation or str(uuid.uuid4()),
            "NHSD-End-User-Organisation-ODS": self.organisation(asker.ods),
        }

    def new_request_id(self) -> str:
        """An id that no other request has."""
        return str(uuid.uuid4())

    def organisation(self, ods: str) -> str:
        """The pharmacy in whose name PDS is asked."""
        return ods

    def _persist(
        self, path: str, parameters: dict[str, str], headers: dict[str, str], asker: Asker
    ) -> "httpx.Response":
        """Send a request, and send it again while PDS is only busy."""
        for attempt in range(1, _TRIES + 1):
            authorised = {**headers, **self.access.headers(asker)}
            try:
                reply = self.caller.get(f"{self.settings.base}{path}", params=parameters, headers=authorised)
            except Unreachable as error:
                if attempt == _TRIES or error.timed_out:
                    raise ServiceTrouble(
                        f"PDS: {error.reason}; go on without it and try again later"
                    ) from error
                self.stopping.wait(0.2 * attempt)
                continue
            if reply.status_code not in _AGAIN or attempt == _TRIES:
                break
            self.stopping.wait(_pause(reply, attempt))
        return reply


def _pause(reply: "httpx.Response", attempt: int) -> float:
    text = reply.headers.get("Retry-After", "")
    return min(float(text), _LONGEST_PAUSE) if text.isdigit() else 0.2 * attempt


def _json(reply: "httpx.Response") -> dict[str, Any]:
    try:
        data = reply.json()
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _code(reply: "httpx.Response") -> str:
    """The code of an OperationOutcome; its other texts may change, this may not."""
    issues = _json(reply).get("issue") or [{}]
    codings = (issues[0].get("details") or {}).get("coding") or [{}]
    return str(codings[0].get("code") or "")


def _resource(reply: "httpx.Response", kind: str) -> dict[str, Any]:
    data = _json(reply)
    if reply.status_code != 200 or data.get("resourceType") != kind:
        raise _trouble(reply, f"a {kind}")
    return data


def _absent(reply: "httpx.Response") -> Found:
    if _code(reply) == "INVALIDATED_RESOURCE":
        return Found(
            "not_found", message="This NHS number has been made invalid; find the patient by their details"
        )
    return Found(
        "not_found", message="No patient has this NHS number; check it, or search by the patient's details"
    )


def _trouble(reply: "httpx.Response", expected: str = "an answer") -> ServiceTrouble:
    code = _code(reply) or "no code"
    return ServiceTrouble(
        f"expected {expected} from PDS, received {reply.status_code} ({code}); "
        "go on without PDS and find the patient again later",
        reply.status_code,
    )

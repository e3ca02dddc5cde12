"""PDS FHIR, for reading: by NHS number, by search, and a patient's related persons.

Source: Personal Demographics Service FHIR API (interface sheet pds-smsp-auth, sections 2 to 8). There are two
access modes, and the token decides between them: application-restricted, and healthcare worker. Left out: patients' own
access by NHS login, privileged access, and all writing (refused as for an application that was onboarded to read).
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Sequence
from typing import Any, Self

from starlette.responses import JSONResponse, Response

from cpcs_harness.declaration import Declaration
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.mockkit import Call, Endpoints, Mock, World
from cpcs_harness.mockkit.service import Services
from cpcs_harness.people import nhs_number
from cpcs_harness.people.demographics import Demographics
from cpcs_harness.times import stamp

from ..identity.platform.grants import HEALTHCARE_WORKER
from ..identity.platform.service import Platform
from .gateway import Gateway
from .matching import found, found_in_sandbox, in_force
from .outcomes import (
    BAD_ID,
    INVALIDATED,
    MISSING,
    NO_SERVICE,
    NOT_FOUND,
    TOO_MANY,
    UNKNOWN,
    mirrored,
    outcome,
    resource,
)
from .record import patient, search_result
from .related import related_persons
from .sandbox import sandbox
from .search import search_refusal

BASE = "/personal-demographics/FHIR/R4"
SOURCE = "Personal Demographics Service FHIR API"
RELEASE = {"version": "cpcs-harness", "revision": "1", "releaseId": "1", "commitId": "0000000"}
CORS_HEADERS = (
    "origin, x-requested-with, accept, content-type, if-match, nhsd-session-urid, authorization, x-correlation-id, "
    "x-request-id, nhsd-end-user-organisation-ods"
)


class PDS(Mock):
    """Answers from the records that the world holds: those of its patients, and what journeys put in their place."""

    service = "pds"

    def __init__(self, world: World, platform: Platform) -> None:
        super().__init__(world)
        self.gateway = Gateway(platform)
        self._add("GET", "/Patient", self.search_patient, "search_patient")
        self._add("GET", "/Patient/{id}", self.read_patient, "read_patient")
        self._add("GET", "/Patient/{id}/RelatedPerson", self.related_person, "related_person")
        for method in ("POST", "PATCH", "PUT", "DELETE"):
            self._add(method, "/Patient{rest:path}", self.not_a_service, "write_patient")
            self._add(method, "/Coverage", self.not_a_service, "coverage")
        self._add("GET", "/Coverage", self.not_a_service, "coverage")
        self.route("GET", BASE + "/_ping", self.ping, operation="ping", source=SOURCE)
        self.route("GET", BASE + "/_status", self.status, operation="status", source=SOURCE)
        self.route("OPTIONS", BASE + "{rest:path}", self.preflight, operation="preflight", source=SOURCE)

    @classmethod
    def made(cls, world: World, others: Services) -> Self:
        """Make the service, which asks the platform about tokens."""
        return cls(world, others[Platform])

    def is_used(self, declaration: Declaration) -> bool:
        """Only a system that asks PDS itself."""
        return declaration.chose("pds-fhir-application-restricted") or declaration.healthcare_worker

    def endpoints(self, address: str) -> Endpoints:
        """Give the base address."""
        return {"pds": {"base": address + BASE}}

    def facts_of(self, call: Call) -> dict[str, str]:
        """Give the access mode of the token, also of one that has ended; of what is no token nothing is known."""
        return self.gateway.facts_of(call)

    def read_patient(self, call: Call) -> Response:
        """Give one patient's whole record; where another has replaced it, that one."""
        record, refused = self._asked_for(call, "retrieve")
        if refused or record is None:
            return refused or outcome(call, NOT_FOUND)
        if record.security == "V":
            call.certainty = (
                Certainty.INFERRED
            )  # what a very restricted record still gives is nowhere written
        return resource(call, patient(record), {"ETag": f'W/"{record.version}"'})

    def search_patient(self, call: Call) -> Response:
        """Give those who match, the best first; or word that there are more than may be given."""
        refused = _without_request_id(call) or search_refusal(call)
        if refused:
            return refused
        today = self.world.clock.now().date().isoformat()
        matches = found(call, dict(self.world.demographics), today) or found_in_sandbox(call, today)
        call.facts["matched"] = len(matches)  # PDS writes each of them down as having been looked at
        if len(matches) > self._limit(call):
            return outcome(call, TOO_MANY)
        entries = [
            {
                "fullUrl": f"{self._base}/Patient/{record.nhs_number}",
                "search": {"score": score},
                "resource": search_result(record, today),
            }
            for record, score in matches
        ]
        return resource(call, self._bundle(entries))

    def related_person(self, call: Call) -> Response:
        """Give the patient's related persons."""
        record, refused = self._asked_for(call, "related")
        if refused or record is None:
            return refused or outcome(call, NOT_FOUND)
        if record.security == "V" or record.nhs_number != call.path["id"]:
            call.certainty = Certainty.INFERRED  # from what a retrieval gives
        at = f"{self._base}/Patient/{record.nhs_number}/RelatedPerson"
        entries = [
            {"fullUrl": f"{at}/{related['id']}", "resource": related} for related in related_persons(record)
        ]
        return resource(call, self._bundle(entries), {"ETag": f'W/"{record.version}"'})

    def not_a_service(self, call: Call) -> Response:
        """Refuse what the Spine does not do: what may not be written is refused before, by the gateway."""
        if call.request.method != "PUT":  # of which alone it is published
            call.certainty = Certainty.INFERRED
        return outcome(call, NO_SERVICE)

    def ping(self, _call: Call) -> Response:
        """Say that the gateway is there, to anybody."""
        return JSONResponse(RELEASE)

    def status(self, call: Call) -> Response:
        """Say whether the Spine is there, to whoever knows an API key."""
        if not call.header("apikey"):
            call.certainty = Certainty.MODELLED
            return JSONResponse({"error": "an apikey header is needed"}, 401)
        passed = {"status": "pass", "timeout": "false", "responseCode": 200}
        return JSONResponse(RELEASE | {"status": "pass", "checks": {"spine:status": passed}})

    def preflight(self, call: Call) -> Response:
        """Tell a browser what it may send; without a browser's headers, break as the gateway does."""
        if not call.header("origin") or not call.header("access-control-request-method"):
            return outcome(call, UNKNOWN, gateway=True)
        allowed = {"Access-Control-Allow-Headers": CORS_HEADERS, "Access-Control-Allow-Origin": "*"}
        return Response(headers=allowed)

    def unknown(self, call: Call) -> Response:
        """Answer a path that PDS does not have: one that the gateway lets through, the Spine refuses."""
        refused = self.gateway.refusal(call, call.request.url.path.removeprefix(BASE), self.world.token_clock)
        if refused and call.request.url.path.startswith(BASE):  # elsewhere there is no PDS that could answer
            call.certainty = Certainty.PUBLISHED
        return refused or self.not_a_service(call)

    def fault_headers(self, call: Call) -> dict[str, str]:
        """Mirror the ids of a request in what goes wrong as well."""
        return mirrored(call)

    @property
    def _base(self) -> str:
        return self.address + BASE

    def _add(self, method: str, path: str, handler: Callable[[Call], Response], operation: str) -> None:
        self.route(
            method, BASE + path, lambda call: self._guarded(call, handler), operation=operation, source=SOURCE
        )

    def _guarded(self, call: Call, handler: Callable[[Call], Response]) -> Response:
        suffix = call.request.url.path.removeprefix(BASE)
        return self.gateway.refusal(call, suffix, self.world.token_clock) or handler(call)

    def _asked_for(self, call: Call, way: str) -> tuple[Demographics | None, Response | None]:
        """Give the record that a number leads to, or the answer to one that leads nowhere."""
        number = str(call.path["id"])
        refused = _without_request_id(call)
        if refused is None and not nhs_number.is_valid(number):
            refused = outcome(call, BAD_ID)
        records = ChainMap(self.world.demographics, sandbox().ways[way])
        record = None if refused else in_force(records, number)
        if record is not None and record.security == "REDACTED":
            return None, outcome(call, INVALIDATED)
        return record, refused

    def _limit(self, call: Call) -> int:
        asked = call.request.query_params.get("_max-results", "")
        return int(asked or 50) if self.gateway.mode(call) == HEALTHCARE_WORKER else 1

    def _bundle(self, entries: Sequence[dict[str, Any]]) -> dict[str, Any]:
        bundle = {"resourceType": "Bundle", "type": "searchset", "total": len(entries)}
        bundle["timestamp"] = stamp(self.world.clock.now())
        return bundle | ({"entry": list(entries)} if entries else {})  # an empty one has no entry member


def _without_request_id(call: Call) -> Response | None:
    """Refuse a call without an id: the Spine wants one, the gateway only looks at what there is."""
    if call.header("x-request-id") is None:
        return outcome(
            call,
            MISSING,
            "Invalid request with error - X-Request-ID header must be supplied to access this resource",
        )
    return None

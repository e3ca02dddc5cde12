"""PDS FHIR for an application-restricted caller: read by NHS number, search, related persons.

Source: Personal Demographics Service FHIR API (interface sheet pds-smsp-auth, sections 2 to 8).
Left out: healthcare-worker and patient access, updates (refused as the gateway refuses them), records that are
restricted, superseded or invalidated (no issued person is), homophones and scoring of `_fuzzy-match`, which is
answered like any other search, and rate limits, which are faults.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from starlette.responses import Response

from cpcs_harness.certainty import Certainty
from cpcs_harness.clock import stamp
from cpcs_harness.mockkit import Call, Mock, World
from cpcs_harness.session import nhs_number
from cpcs_harness.session.model import Person

from .oauth import Platform
from .pds_outcomes import (
    BAD_ID,
    BAD_VALUE,
    DENIED,
    MISSING,
    NO_CREATE,
    NO_REQUEST,
    NO_SERVICE,
    NO_UPDATE,
    NOT_FOUND,
    ONE_RESULT,
    TOO_MANY,
    mirrored,
    outcome,
    resource,
)
from .pds_search import matches, search_refusal

BASE = "/personal-demographics/FHIR/R4"
SOURCE = "Personal Demographics Service FHIR API"
NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
ODS_CODE = "https://fhir.nhs.uk/Id/ods-organization-code"
UK_CORE = "https://fhir.hl7.org.uk"
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class PDS(Mock):
    """Answers from the people whom the run has admitted."""

    service = "pds"

    def __init__(self, world: World, platform: Platform) -> None:
        super().__init__(world)
        self.platform = platform
        self._add("GET", "/Patient", self.search_patient, "search_patient")
        self._add("GET", "/Patient/{id}", self.read_patient, "read_patient")
        self._add("GET", "/Patient/{id}/RelatedPerson", self.related_person, "related_person")
        self._add("PATCH", "/Patient/{id}", self.update_patient, "write_patient")
        self._add("POST", "/Patient{rest:path}", self.create_patient, "write_patient")
        for method in ("PUT", "DELETE", "PATCH"):
            self._add(method, "/Patient{rest:path}", self.other_write, "write_patient")

    def _add(self, method: str, path: str, handler: Callable[[Call], Response], operation: str) -> None:
        self.route(
            method, BASE + path, lambda call: self._guarded(call, handler), operation=operation, source=SOURCE
        )

    def read_patient(self, call: Call) -> Response:
        """Give one patient's whole record."""
        refused = self._backend_refusal(call) or _id_refusal(call)
        if refused:
            return refused
        person = self.world.people.get(str(call.path["id"]))
        if person is None:
            return outcome(call, NOT_FOUND)
        return resource(call, patient(person), {"ETag": 'W/"1"'})

    def search_patient(self, call: Call) -> Response:
        """Give the one patient who matches, none, or word that there are too many."""
        limit = call.request.query_params.get("_max-results")
        if limit not in (None, "1"):
            return outcome(call, ONE_RESULT, gateway=True)
        refused = self._backend_refusal(call) or search_refusal(call)
        if refused:
            return refused
        found = [person for person in list(self.world.people.values()) if matches(call, person)]
        if len(found) > 1:
            return outcome(call, TOO_MANY)
        score = 0.8343 if "*" in call.request.url.query or "%2A" in call.request.url.query else 1
        return resource(call, self._bundle([(patient(person), score) for person in found]))

    def related_person(self, call: Call) -> Response:
        """Give the patient's related persons: no issued person has any."""
        refused = self._backend_refusal(call) or _id_refusal(call)
        if refused:
            return refused
        if str(call.path["id"]) not in self.world.people:
            return outcome(call, NOT_FOUND)
        return resource(call, self._bundle([]))

    def update_patient(self, call: Call) -> Response:
        """Refuse an update, as this access mode may only read."""
        return outcome(call, NO_UPDATE, gateway=True)

    def create_patient(self, call: Call) -> Response:
        """Refuse to create, as this access mode may only read."""
        return outcome(call, NO_CREATE, gateway=True)

    def other_write(self, call: Call) -> Response:
        """Refuse a method that PDS does not have."""
        return outcome(call, NO_SERVICE)

    def unknown(self, call: Call) -> Response:
        """Answer a path that PDS does not have."""
        call.certainty = Certainty.PUBLISHED
        suffix = call.request.url.path.removeprefix(BASE)
        return self._guarded(
            call, lambda call: outcome(call, NO_REQUEST, f"Unsupported path - '{suffix}'", gateway=True)
        )

    def fault_headers(self, call: Call) -> dict[str, str]:
        """Mirror the ids of a request in what goes wrong as well."""
        return mirrored(call)

    def _guarded(self, call: Call, handler: Callable[[Call], Response]) -> Response:
        """Go through the gateway's checks in its own order, so that of two faults the same one is told."""
        problem = self._token_problem(call.header("authorization"))
        if problem:
            return outcome(call, DENIED, problem, gateway=True)
        request_id = call.header("x-request-id")
        if call.operation != "unknown" and request_id is not None and not _UUID.fullmatch(request_id):
            told = f"Invalid value - '{request_id}' in header 'X-Request-ID'"
            return outcome(call, BAD_VALUE, told, gateway=True)
        return handler(call)

    def _token_problem(self, header: str | None) -> str:
        if header is None:
            return "Missing Authorization header"
        scheme, _, token = header.strip().partition(" ")
        if not scheme:
            return "Empty Authorization header"
        if scheme != "Bearer":
            return f"Invalid token type '{scheme}', must be 'Bearer'"
        if not token.strip():
            return "Missing access token"
        if token.strip() not in self.platform.tokens:
            return "Invalid Access Token"
        return "" if self.platform.is_good(token.strip()) else "Access Token expired"

    def _backend_refusal(self, call: Call) -> Response | None:
        if call.header("x-request-id") is None:
            return outcome(call, MISSING, "Missing value - 'X-Request-ID' must be supplied")
        return None

    def _bundle(self, found: Sequence[tuple[dict[str, Any], float]]) -> dict[str, Any]:
        entries = [
            {
                "fullUrl": f"{self.world.addresses.get('pds', '')}{BASE}/Patient/{record['id']}",
                "search": {"score": score},
                "resource": record,
            }
            for record, score in found
        ]
        bundle = {"resourceType": "Bundle", "type": "searchset", "total": len(entries)}
        bundle["timestamp"] = stamp(self.world.clock.now())
        return bundle | ({"entry": entries} if entries else {})  # an empty bundle has no entry member


def patient(person: Person) -> dict[str, Any]:
    """Write a person as PDS does; an issued person has nothing that a search would leave out."""
    names = {"family": person.family, "given": [person.given], "prefix": [person.prefix]}
    address = {"line": list(person.address), "postalCode": person.postcode}
    since = {"period": {"start": "2015-04-01"}}
    return {
        "resourceType": "Patient",
        "id": person.nhs_number,
        "identifier": [_identifier(person.nhs_number)],
        "meta": {"versionId": "1", "security": [_unrestricted()]},
        "name": [{"id": _id(person, "name"), "use": "usual", **since, **names}],
        "gender": person.gender,
        "birthDate": person.birth_date.isoformat(),
        "address": [{"id": _id(person, "address"), "use": "home", **since, **address}],
        "telecom": [
            {
                "id": _id(person, "phone"),
                "system": "phone",
                "use": "home",
                "value": person.home_telephone,
                **since,
            }
        ],
        "generalPractitioner": [_practice(person)],
    }


def _identifier(number: str) -> dict[str, Any]:
    status = {
        "system": f"{UK_CORE}/CodeSystem/UKCore-NHSNumberVerificationStatus",
        "version": "1.0.0",
        "code": "01",
        "display": "Number present and verified",
    }
    url = f"{UK_CORE}/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus"
    extension = {"url": url, "valueCodeableConcept": {"coding": [status]}}
    return {"system": NHS_NUMBER, "value": number, "extension": [extension]}


def _unrestricted() -> dict[str, str]:
    system = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
    return {"system": system, "code": "U", "display": "unrestricted"}


def _practice(person: Person) -> dict[str, Any]:
    identifier = {"system": ODS_CODE, "value": person.practice.ods, "period": {"start": "2015-04-01"}}
    return {"id": _id(person, "practice"), "type": "Organization", "identifier": identifier}


def _id(person: Person, part: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{person.nhs_number}/{part}")).split("-", 1)[0].upper()


def _id_refusal(call: Call) -> Response | None:
    return None if nhs_number.is_valid(str(call.path["id"])) else outcome(call, BAD_ID)

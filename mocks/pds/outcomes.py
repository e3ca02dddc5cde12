"""What PDS answers with: a resource, or one of its catalogue of OperationOutcomes.

Source: Personal Demographics Service FHIR API, error catalogue (interface sheet pds-smsp-auth, section 6).
Left out: the outcomes of writes and of patients' own access; outages, which are faults (fixtures/faults/pds.yaml).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from starlette.responses import JSONResponse, Response

from cpcs_harness.mockkit import Call


def no_permission(what: str) -> str:
    """Say, in the gateway's words, that an application may not do something."""
    return f"Your app has insufficient permissions to {what}. Please contact support."


class Kind(NamedTuple):
    """One entry of the catalogue of errors: HTTP status, code, FHIR issue code, display, severity."""

    status: int
    code: str
    issue: str
    display: str
    severity: str = "error"


TOO_MANY = Kind(200, "TOO_MANY_MATCHES", "multiple-matches", "Too Many Matches", "information")
BAD_ID = Kind(400, "INVALID_RESOURCE_ID", "value", "Resource Id is invalid")
BAD_SEARCH = Kind(400, "INVALID_SEARCH_DATA", "value", "Search data is invalid")
MISSING = Kind(400, "MISSING_VALUE", "required", "Required value is missing")
BAD_VALUE = Kind(400, "INVALID_VALUE", "value", "Provided value is invalid")
ADDITIONAL = Kind(400, "ADDITIONAL_PROPERTIES", "invariant", "Additional properties should not be included")
NO_SERVICE = Kind(400, "UNSUPPORTED_SERVICE", "processing", "Unsupported Service")
NO_REQUEST = Kind(400, "UNSUPPORTED_REQUEST", "value", "The request is not supported")
DENIED = Kind(401, "ACCESS_DENIED", "forbidden", "Access Denied - Unauthorised")
ONE_RESULT = Kind(
    403,
    "INVALID_VALUE",
    "token",  # not FHIR's, but the gateway's
    "Cannot retrieve more than one result with application-restricted access token",
)
NOT_FOUND = Kind(404, "RESOURCE_NOT_FOUND", "not-found", "Resource not found", "information")
INVALIDATED = Kind(
    404,
    "INVALIDATED_RESOURCE",
    "processing",
    "Resource that has been marked as invalid was requested - invalid resources cannot be retrieved",
)
TOO_MANY_REQUESTS = Kind(429, "TOO_MANY_REQUESTS", "value", "Too many requests")
UNKNOWN = Kind(502, "UNKNOWN_ERROR", "unknown", "Unknown Error")


def banned(verb: str, mode: str, code: str = "INVALID_METHOD") -> Kind:
    """Give the refusal of something that an access mode may not do."""
    return Kind(403, code, "forbidden", f"Cannot {verb} resource with {mode} access token")


def resource(call: Call, body: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    """Write a resource."""
    return JSONResponse(body, headers=mirrored(call) | (headers or {}), media_type="application/fhir+json")


def outcome(call: Call, kind: Kind, diagnostics: str = "", *, gateway: bool = False) -> Response:
    """Write an OperationOutcome; what the gateway itself answers is called plain JSON."""
    coding = {
        "system": "https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode",
        "version": "1",
        "code": kind.code,
        "display": kind.display,
    }
    issue = {"severity": kind.severity, "code": kind.issue, "details": {"coding": [coding]}}
    body = {
        "resourceType": "OperationOutcome",
        "issue": [issue | ({"diagnostics": diagnostics} if diagnostics else {})],
    }
    media = "application/json" if gateway else "application/fhir+json"
    return JSONResponse(body, kind.status, headers=mirrored(call), media_type=media)


def mirrored(call: Call) -> dict[str, str]:
    """Give the headers by which a caller knows its own request again; an empty one is not mirrored."""
    return {name: value for name in ("X-Request-ID", "X-Correlation-ID") if (value := call.header(name))}

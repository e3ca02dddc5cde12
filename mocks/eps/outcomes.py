"""What the Clinical Prescription Tracker API answers with: a bundle, or an OperationOutcome.

Source: Clinical Prescription Tracker API, errors (interface sheet dos-eps-rtec-scr-dmd, 3.5).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from starlette.responses import JSONResponse, Response

from cpcs_harness.mockkit import Call

MEDIA = "application/fhir+json"
_MOST_TOLD = 500


class Kind(NamedTuple):
    """HTTP status, FHIR issue code, the API's own code, and its words."""

    status: int
    issue: str
    code: str
    display: str


BAD_REQUEST = Kind(400, "value", "BAD_REQUEST", "The Server was unable to process the request.")
UNAUTHORISED = Kind(
    401, "forbidden", "UNAUTHORIZED", "The Server deemed you unauthorized to make this request."
)
FORBIDDEN = Kind(403, "forbidden", "FORBIDDEN", "Failed to Authenticate with the Server.")
NOT_FOUND = Kind(404, "not-found", "NOT_FOUND", "The Server was unable to find the specified resource.")


def resource(call: Call, body: dict[str, Any]) -> Response:
    """Write a bundle, which nobody is to keep."""
    return JSONResponse(body, headers=_mirrored(call) | {"Cache-Control": "no-store"}, media_type=MEDIA)


def outcome(call: Call, kind: Kind, diagnostics: str) -> Response:
    """Write an OperationOutcome with one issue."""
    coding = {
        "system": "https://fhir.nhs.uk/CodeSystem/http-error-codes",
        "code": kind.code,
        "display": f"{kind.status}: {kind.display}",
    }
    issue = {
        "code": kind.issue,
        "severity": "error",
        "diagnostics": diagnostics[:_MOST_TOLD],
        "details": {"coding": [coding]},
    }
    body = {"resourceType": "OperationOutcome", "issue": [issue]}
    return JSONResponse(body, kind.status, headers=_mirrored(call), media_type=MEDIA)


def _mirrored(call: Call) -> dict[str, str]:
    sent = call.header("X-Request-ID")
    return {"X-Request-ID": sent} if sent is not None else {}

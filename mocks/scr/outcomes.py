"""What the SCR FHIR API answers with: a resource, 201 and nothing more, or an OperationOutcome.

Source: Summary Care Record FHIR API, errors (interface sheet dos-eps-rtec-scr-dmd, section 5.3). Unlike PDS it says
what is wrong in `details.text`. Left out: 413, 429, 500, 503 and 504, which are faults that a journey arms.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from starlette.responses import JSONResponse, Response

from cpcs_harness.mockkit import Call

MEDIA = "application/fhir+json"


class Kind(NamedTuple):
    """HTTP status and FHIR issue code."""

    status: int
    issue: str


INVALID = Kind(400, "invalid")
BAD_VALUE = Kind(400, "value")
UNAUTHORISED = Kind(401, "forbidden")
FORBIDDEN = Kind(403, "forbidden")
NO_PATH = Kind(404, "not-found")
NO_METHOD = Kind(405, "not-supported")
NO_MEDIA = Kind(415, "not-supported")

NO_ACCESS = "Code: 420; Code: 30418, [PSIS-30418]: access control (ACF) does not let this be seen"
"""How a denial by the Spine's access control comes through: two codes in one text, which is ours but for them."""
MOST_TOLD = 500
"""Letters of a text, which may hold what was sent."""


def resource(call: Call, body: dict[str, Any]) -> Response:
    """Write a resource."""
    return JSONResponse(body, headers=_mirrored(call), media_type=MEDIA)


def created(call: Call) -> Response:
    """Say that it was taken; the API has nothing more to say."""
    return Response(status_code=201, headers=_mirrored(call))


def outcome(call: Call, kind: Kind, text: str) -> Response:
    """Write an OperationOutcome with one issue."""
    text = (
        text[:MOST_TOLD].encode("utf-8", "replace").decode()
    )  # JSON can hold half of a letter, UTF-8 cannot
    issue = {"severity": "error", "code": kind.issue, "details": {"text": text}}
    body = {"resourceType": "OperationOutcome", "issue": [issue]}
    return JSONResponse(body, kind.status, headers=_mirrored(call), media_type=MEDIA)


def _mirrored(call: Call) -> dict[str, str]:
    names = ("X-Request-ID", "X-Correlation-ID")
    return {name: value for name in names if (value := call.header(name)) is not None}

"""Whether an API of the platform is there: it says so to anybody, without a token.

Source: PDS FHIR API, `_ping` (interface sheet pds-smsp-auth, section 6); inferred, of other APIs of the platform.
"""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.mockkit import Call, Mock

PATH = "/_ping"
OPERATION = "ping"


def add_ping(mock: Mock, base: str, source: str) -> None:
    """Have an API at a base path say that it is there."""
    mock.route("GET", base + PATH, _pong, operation=OPERATION, source=source, certainty=Certainty.INFERRED)


def _pong(_call: Call) -> Response:
    return JSONResponse({"version": "mock", "revision": "1"})

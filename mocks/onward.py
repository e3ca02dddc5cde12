"""Other pharmacies' systems, as far as they take a referral by FHIR: each at an address of its own.

Source: none that states it for an onward referral between pharmacies: our own model
(docs/reference/onward-model.md), after `$process-message` of the Booking and Referral FHIR API, application 5.
Left out: that API's proxy, its tokens, MessageDefinitions, and the answer that comes by a message of its own.
"""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import JSONResponse, Response

from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.mockkit import Call, Endpoints, Mock, World

BASE = "/onward/FHIR/R4"
SOURCE = "our model of an onward referral by FHIR (no public specification)"
FHIR_JSON = "application/fhir+json"


class OnwardReceivers(Mock):
    """Takes any Bundle that is a message; a pharmacy refuses where a journey had the directory say so."""

    service = "onward"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        path = f"{BASE}/{{ods}}/$process-message"
        self.route(
            "POST",
            path,
            self.process_message,
            operation="process_message",
            source=SOURCE,
            certainty=Certainty.MODELLED,
        )

    def endpoints(self, address: str) -> Endpoints:
        """Give the address before a pharmacy's ODS code."""
        return {"onward": {"base": address + BASE}}

    def process_message(self, call: Call) -> Response:
        """Take a message: 200, also for one that is here already; 400 for what is none, 422 where it is refused."""
        bundle = _parsed(call.body)
        if bundle is None or bundle.get("type") != "message":
            return _outcome(400, "error", "invalid", "the body is not a FHIR Bundle of type message in JSON")
        if self._refuses(str(call.path["ods"])):
            return _outcome(422, "error", "business-rule", "this pharmacy takes no referrals today")
        return _outcome(200, "information", "informational", "taken")

    def _refuses(self, ods: str) -> bool:
        held = (service for near in list(self.world.directory.values()) for service in near.services)
        return any(service["ods"] == ods and service.get("fhir") == "refuses" for service in held)


def _parsed(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and found.get("resourceType") == "Bundle" else None


def _outcome(status: int, severity: str, code: str, said: str) -> Response:
    issue = {"severity": severity, "code": code, "diagnostics": said}
    body = {"resourceType": "OperationOutcome", "issue": [issue]}
    return JSONResponse(body, status_code=status, media_type=FHIR_JSON)

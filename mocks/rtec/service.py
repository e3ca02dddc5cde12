"""Real Time Exemption Checking: whether a patient is known to be exempt from the charge for one prescription.

Source: RTEC swagger of 2019-10-16 and client functional specification 1.4 (interface sheet dos-eps-rtec-scr-dmd, 4.1).
TLS of the server's side, as there; no client certificate is asked for. Modelled: that a request without a token is
refused with 401, the words of 400, and that what is not ASCII is no valid field. Left out: how the real service finds
a patient by their details; it is told what it knows by NHS number and prescription.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from starlette.responses import JSONResponse, Response

from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.mockkit import Call, ConfigFile, Endpoints, Mock, World
from cpcs_harness.people import nhs_number
from cpcs_harness.people.prescription_id import is_short

from .token import read_token
from .words import is_a_day, is_text

BASE = "/rtec-api-gateway"
SOURCE = "RTEC swagger, 2019-10-16"
ASID = "200000000118"
_BEARER = re.compile(r"(?i)bearer +(\S+)")
FIELDS: dict[str, Callable[[str], bool]] = {
    "dob": is_a_day,
    "nhsNumber": nhs_number.is_valid,
    "postcode": is_text,
    "forename": is_text,
    "surname": is_text,
    "prescriptionId": is_short,
}
"""What each request has to hold, and when it is valid."""


class Rtec(Mock):
    """Finds the exemptions that journeys had it know; whoever else is asked about is not found."""

    service = "rtec"
    scheme = "https://"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.route("POST", BASE + "/search", self.search, operation="search_exemption", source=SOURCE)

    def endpoints(self, address: str) -> Endpoints:
        """Give the base address, who signed its certificate, and the ASID to call under."""
        ca = ConfigFile("rtec-ca.pem", self.world.environment.ca_pem)
        return {"rtec": {"base": address + BASE, "ca_file": ca, "asid": ASID}}

    def facts_of(self, call: Call) -> dict[str, Any]:
        """Note the token that a question carries, and what it ought to name."""
        token = read_token(carried_in(call)) if carried_in(call) else None
        return {"token": token, "address": f"{self.address}{BASE}/search", "asid": ASID}

    def search(self, call: Call) -> Response:
        """Say which exemption is found for a patient and a prescription, if any."""
        if not carried_in(call):
            call.certainty = Certainty.MODELLED
            return JSONResponse({"message": "Unauthorized", "type": None}, status_code=401)
        asked = _asked(call.body)
        wrong = next((name for name, valid in FIELDS.items() if not valid(asked.get(name, ""))), "")
        if wrong:
            return JSONResponse({"message": f"Please provide a valid {wrong}", "type": None}, status_code=400)
        found = self.world.exemptions.get((asked["nhsNumber"], asked["prescriptionId"]))
        if found is None:
            said = "An exemption for this patient has not been found"
            return JSONResponse({"message": said, "type": None}, status_code=404)
        return JSONResponse({"message": "An exemption has been found", "type": found.type})


def carried_in(call: Call) -> str:
    """Give the bearer token of a question; empty where it has none."""
    carried = _BEARER.fullmatch(call.header("Authorization") or "")
    return carried[1] if carried else ""


def _asked(body: bytes) -> dict[str, str]:
    """Give the texts of a request's body; nothing of what is no object, and nothing that is no text."""
    try:
        data: Any = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return (
        {key: value for key, value in data.items() if isinstance(value, str)}
        if isinstance(data, dict)
        else {}
    )

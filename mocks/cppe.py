"""CPPE's register of pharmacists who have declared their competence for a service: one of them, by GPhC number.

Source: none is public. What is here is our own model (docs/reference/enrolment-model.md), and every answer says so.
Left out: who keeps a declaration up to date, other services' declarations, searching by name.
"""

from __future__ import annotations

import hashlib

from starlette.responses import JSONResponse, Response

from cpcs_harness.declaration import Declaration
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.setting import WrongSetting
from cpcs_harness.mockkit import Call, Endpoints, Mock, World

BASE = "/cppe/v1"
SOURCE = "our model of CPPE's register (no public specification)"
MODELLED = {"X-Mock-Certainty": "modelled"}
KEY = "X-API-Key"


class CPPE(Mock):
    """Knows the run's pharmacists by their names as registered, or as a journey had it know them."""

    service = "cppe"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.api_key = hashlib.sha256(f"{world.environment.api_key}/cppe".encode()).hexdigest()[:32]
        path = BASE + "/pharmacists/{gphc}"
        self.route(
            "GET",
            path,
            self.read_pharmacist,
            operation="read_pharmacist",
            source=SOURCE,
            certainty=Certainty.MODELLED,
        )

    def is_used(self, declaration: Declaration) -> bool:
        """Only a system that asks it."""
        return declaration.cppe_register

    def endpoints(self, address: str) -> Endpoints:
        """Give the base address, and the candidate's key."""
        return {"cppe": {"base": address + BASE, "api_key": self.api_key}}

    def read_pharmacist(self, call: Call) -> Response:
        """Give one entry: 404 where there is none, 401 without the key."""
        if call.header(KEY) != self.api_key:
            if call.header(KEY):  # without one it is no setting that is wrong
                call.facts |= WrongSetting("cppe.api_key").as_facts()
            return _answer(401, error="the key is not known")
        held = self.world.registrations.get(call.path["gphc"])
        if held is None or held.status == "unknown":
            return _answer(404, error="nobody has this number")
        competent = {"service": "CPCS", "status": held.status}
        return _answer(200, gphcNumber=held.gphc, fullName=held.full_name, declarations=[competent])


def _answer(status: int, **body: object) -> Response:
    return JSONResponse(body, status, headers=MODELLED)

"""NHSBSA's Manage Your Service, as far as a system claims for consultations through it, and reports its months.

Source: none that is public: the NHSBSA dataset for these claims is behind a login. What is here is our own model
(interface sheet mesh-itk3-nhsmail-mys, D3), and every answer says so in `X-Mock-Certainty`.
Left out: who may call (an allow-list of addresses), the portal's monthly declaration, what is paid.
What is refused stands in rules.py, when claims are taken in windows.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.responses import JSONResponse, Response

from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.mockkit import Call, Endpoints, Mock, World

from .claims import Claims
from .reports import Reports

ROOT = "/pharmacy-cpcs-api/resources"
BASE = f"{ROOT}/Claim"
FHIR_REPORT, PLAIN_REPORT = f"{ROOT}/MeasureReport", f"{ROOT}/MonthlyReport"
SOURCE = "our model of the MYS claims API (no public specification)"
MODELLED = {"X-Mock-Certainty": "modelled"}


class MYS(Mock):
    """Takes claims and reports."""

    service = "mys"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        premises = {place.ods for place in world.environment.premises}
        self.claims = Claims(lambda: self.world.clock.now(), premises, world.profiles["mys"])
        self.reports = Reports()
        self._add("POST", BASE, self.submit_claim, "submit_claim")
        self._add("PUT", f"{BASE}/{{id}}", self.amend_claim, "amend_claim")
        self._add("DELETE", f"{BASE}/{{id}}", self.withdraw_claim, "withdraw_claim")
        self._add("GET", f"{BASE}/{{id}}", self.read_claim, "read_claim")
        for path, handler in (
            (FHIR_REPORT, self.submit_fhir_report),
            (PLAIN_REPORT, self.submit_plain_report),
        ):
            self._add("POST", path, handler, "submit_report")
            world.register.belongs_to_run(path, "a month's report, which is about no patient")

    def endpoints(self, address: str) -> Endpoints:
        """Give the base address."""
        return {"mys": {"base": address + BASE.removesuffix("/Claim")}}

    def _add(self, method: str, path: str, handler: Callable[[Call], Response], operation: str) -> None:
        self.route(method, path, handler, operation=operation, source=SOURCE, certainty=Certainty.MODELLED)

    def submit_claim(self, call: Call) -> Response:
        """Take a claim."""
        status, body = self.claims.submit(call.body)
        if status == 201 and call.journey not in (None, "run"):  # who withdraws it names nothing but its id
            self.world.register.link("document", body["submissionId"], call.journey)
        return _answer(status, **body)

    def amend_claim(self, call: Call) -> Response:
        """Put a corrected claim in the place of one that is held."""
        status, body = self.claims.amend(call.path["id"], call.body)
        return _answer(status, **body)

    def withdraw_claim(self, call: Call) -> Response:
        """Take a claim back."""
        status, body = self.claims.withdraw(call.path["id"])
        return Response(status_code=204, headers=MODELLED) if status == 204 else _answer(status, **body)

    def read_claim(self, call: Call) -> Response:
        """Give a claim back as it is held."""
        status, body = self.claims.read(call.path["id"])
        if status != 200:
            return _answer(status, **body)
        return JSONResponse(body, headers=MODELLED, media_type="application/fhir+json")

    def submit_fhir_report(self, call: Call) -> Response:
        """Take a month's report as a MeasureReport."""
        status, body = self.reports.take(call.body, fhir=True)
        return _answer(status, **body)

    def submit_plain_report(self, call: Call) -> Response:
        """Take a month's report in plain JSON."""
        status, body = self.reports.take(call.body, fhir=False)
        return _answer(status, **body)

    def unknown(self, call: Call) -> Response:
        """Answer a path that our model does not have."""
        call.certainty = Certainty.MODELLED
        return _answer(404, message=f"there is nothing at {call.request.url.path}")


def _answer(status: int, **body: Any) -> Response:
    return JSONResponse(body, status, headers=MODELLED)

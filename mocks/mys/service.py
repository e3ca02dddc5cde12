"""NHSBSA's Manage Your Service, as far as a system claims for consultations through it.

Source: none that is public: the NHSBSA dataset for these claims is behind a login. What is here is our own model
(interface sheet mesh-itk3-nhsmail-mys, D3), and every answer says so in `X-Mock-Certainty`.
Left out: who may call (an allow-list of addresses), the claim window, the portal's monthly declaration, money.
Reports of a month are in reports.py.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse, Response

from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.mockkit import Call, Endpoints, Mock, World

from .reports import Reports

ROOT = "/pharmacy-cpcs-api/resources"
BASE = f"{ROOT}/Claim"
FHIR_REPORT, PLAIN_REPORT = f"{ROOT}/MeasureReport", f"{ROOT}/MonthlyReport"
SOURCE = "our model of the MYS claims API (no public specification)"
MODELLED = {"X-Mock-Certainty": "modelled"}
TYPES = ("EMG_MED", "MIN_ILL", "MIN_ILL_UEC")

Claim = dict[str, Any]


@dataclass
class Held:
    """A claim as MYS holds it."""

    submission: str
    key: tuple[str, str]
    claim: Claim


class MYS(Mock):
    """Takes claims, keeps each under pharmacy and client reference, and knows a repeat from a second claim."""

    service = "mys"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.claims: dict[tuple[str, str], Held] = {}
        """By pharmacy (ODS code) and client reference."""
        self._add("POST", BASE, self.submit_claim, "submit_claim")
        self._add("PUT", f"{BASE}/{{id}}", self.amend_claim, "amend_claim")
        self._add("DELETE", f"{BASE}/{{id}}", self.withdraw_claim, "withdraw_claim")
        self._add("GET", f"{BASE}/{{id}}", self.read_claim, "read_claim")
        self.reports = Reports()
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
        """Take a claim: 201 new, 200 the very same again, 409 another under the same reference."""
        claim = _parsed(call.body)
        if claim is None:
            return _answer(400, message="the body is not a FHIR Claim in JSON")
        wrong = _wrong_fields(claim)
        if wrong:
            return _answer(422, message="the claim breaks a rule", errors=wrong)
        key = (_pharmacy(claim), _client_reference(claim))
        held = self.claims.get(key)
        if held is None:
            held = self.claims[key] = Held(str(uuid.uuid4()), key, claim)
            return _answer(201, submissionId=held.submission)
        if held.claim == claim:
            return _answer(200, submissionId=held.submission)
        return _answer(409, message="another claim has this client reference", submissionId=held.submission)

    def amend_claim(self, call: Call) -> Response:
        """Put a corrected claim in the place of one that is held."""
        held, claim = self._held(call), _parsed(call.body)
        if held is None:
            return _answer(404, message="no claim has this id")
        if claim is None:
            return _answer(400, message="the body is not a FHIR Claim in JSON")
        wrong = _wrong_fields(claim)
        if wrong:
            return _answer(422, message="the claim breaks a rule", errors=wrong)
        held.claim = claim
        return _answer(200, submissionId=held.submission)

    def withdraw_claim(self, call: Call) -> Response:
        """Forget a claim."""
        held = self._held(call)
        if held is None:
            return _answer(404, message="no claim has this id")
        del self.claims[held.key]
        return Response(status_code=204, headers=MODELLED)

    def read_claim(self, call: Call) -> Response:
        """Give a claim back as it is held."""
        held = self._held(call)
        if held is None:
            return _answer(404, message="no claim has this id")
        return JSONResponse(held.claim, headers=MODELLED, media_type="application/fhir+json")

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

    def _held(self, call: Call) -> Held | None:
        return next((held for held in self.claims.values() if held.submission == call.path["id"]), None)


def _parsed(body: bytes) -> Claim | None:
    try:
        claim = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return claim if isinstance(claim, dict) and claim.get("resourceType") == "Claim" else None


def _wrong_fields(claim: Claim) -> list[dict[str, str]]:
    """Name only what MYS could not do without: whose claim, for what, for whom, in which month."""
    start = str(_at(claim, "billablePeriod", "start"))
    problems = {
        "identifier[0].value": "" if _client_reference(claim) else "a client reference is due",
        "type.coding[0].code": ""
        if _at(claim, "type", "coding", 0, "code") in TYPES
        else f"one of {', '.join(TYPES)}",
        "provider": "" if _pharmacy(claim) else "the pharmacy's ODS code is due",
        "patient": "" if _at(claim, "patient") else "the patient is due",
        "billablePeriod.start": ""
        if len(start) == 10 and start.endswith("-01")
        else "the first day of a month",
    }
    return [{"field": field, "message": message} for field, message in problems.items() if message]


def _client_reference(claim: Claim) -> str:
    return str(_at(claim, "identifier", 0, "value") or "")


def _pharmacy(claim: Claim) -> str:
    direct = _at(claim, "provider", "identifier", "value")
    reference = str(_at(claim, "provider", "reference") or "").removeprefix("#")
    contained = claim.get("contained")
    for resource in contained if isinstance(contained, list) else []:
        if reference and _at(resource, "id") == reference:
            return str(direct or _at(resource, "identifier", 0, "value") or "")
    return str(direct or "")


def _at(value: Any, *path: str | int) -> Any:
    """Follow a path through whatever JSON came; None where it leads nowhere."""
    for part in path:
        if isinstance(part, str) and isinstance(value, dict):
            value = value.get(part)
        elif isinstance(part, int) and isinstance(value, list) and part < len(value):
            value = value[part]
        else:
            return None
    return value


def _answer(status: int, **body: Any) -> Response:
    return JSONResponse(body, status, headers=MODELLED)

"""A stand-in for the Summary Care Record API, with which the reference's viewer is tested: no mock of ours."""

import json
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
ALLERGIES = (
    "<table><tr><th>Date</th><th>Description</th></tr><tr><td>2020</td><td>Penicillin</td></tr></table>"
)


class ScrStandIn:
    """Answers plainly, or what a test has planned, and remembers what it was asked."""

    def __init__(self) -> None:
        self.reset()
        self.app = Starlette(
            routes=[
                Route("/oauth2/token", self.token, methods=["POST"]),
                Route("/scr/DocumentReference", self.search),
                Route("/scr/Bundle", self.read),
                Route("/scr/AuditEvent", self.alert, methods=["POST"]),
            ]
        )

    def reset(self) -> None:
        """Forget what other tests asked."""
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        self.planned: list[tuple[str, int, Any]] = []
        """Answers that are taken first: part of the path, status, body."""
        self.permission = "Ask"
        self.current = ["SCR-ID-1"]
        """Identifiers that are current, the last one for good."""
        self.sections = [("Allergies and Adverse Reactions", ALLERGIES)]
        self.number = ""
        """Whose record comes, where it is not that of the patient asked for."""

    async def token(self, request: Request) -> Response:
        await self._remember(request)
        return JSONResponse({"access_token": f"token-{len(self.requests)}", "expires_in": "599"})

    async def search(self, request: Request) -> Response:
        await self._remember(request)
        if planned := self._planned("DocumentReference"):
            return planned
        current = self.current.pop(0) if len(self.current) > 1 else self.current[0]
        reference = {
            "resourceType": "DocumentReference",
            "masterIdentifier": {"system": "https://fhir.nhs.uk/Id/nhsSCRUUID", "value": current},
            "securityLabel": [{"coding": [{"code": self.permission}]}],
        }
        return JSONResponse({"resourceType": "Bundle", "total": 1, "entry": [{"resource": reference}]})

    async def read(self, request: Request) -> Response:
        await self._remember(request)
        if planned := self._planned("Bundle"):
            return planned
        if request.query_params["composition.identifier"] != self.current[0]:
            return JSONResponse({"resourceType": "Bundle", "total": 0, "entry": []})
        asked = request.query_params["composition.subject:Patient.identifier"].partition("|")[2]
        patient = {
            "resourceType": "Patient",
            "identifier": [{"system": NUMBER, "value": self.number or asked}],
        }
        composition = {
            "resourceType": "Composition",
            "date": "2020-11-17T01:00:00+00:00",
            "section": [
                {"title": title, "text": {"status": "generated", "div": f"<div>{html}</div>"}}
                for title, html in self.sections
            ],
        }
        return JSONResponse(
            {
                "resourceType": "Bundle",
                "total": 2,
                "entry": [{"resource": composition}, {"resource": patient}],
            }
        )

    async def alert(self, request: Request) -> Response:
        await self._remember(request)
        return self._planned("AuditEvent") or Response(status_code=201)

    def asked(self, part: str) -> list[tuple[str, str, dict[str, str], bytes]]:
        return [request for request in self.requests if part in request[1]]

    def alerts(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, _, _, body in self.asked("/AuditEvent")]

    def order(self) -> list[str]:
        """What was asked of the record, in its order."""
        return [path.partition("?")[0].rpartition("/")[2] for _, path, _, _ in self.asked("/scr/")]

    def _planned(self, part: str) -> Response | None:
        for number, (wanted, status, body) in enumerate(self.planned):
            if wanted == part:
                del self.planned[number]
                return JSONResponse(body, status)
        return None

    async def _remember(self, request: Request) -> None:
        body = await request.body()
        path = request.scope["raw_path"].decode()
        address = path + (f"?{request.url.query}" if request.url.query else "")
        self.requests.append((request.method, address, dict(request.headers), body))

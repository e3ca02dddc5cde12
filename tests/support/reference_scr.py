"""A stand-in for the Summary Care Record API, with which the reference's viewer is tested: no mock of ours."""

import json
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from reference.national.identity.person import Person, Role
from reference.national.identity.sessions import Session, key_of
from reference.national.requester import Requester
from reference_nation import GPHC, served

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


OUTCOME = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "forbidden"}]}


EMPTY = {"resourceType": "Bundle", "total": 0}


def view(pharmacist, referral):
    return pharmacist.see("view_summary_care_record", referral, through="viewer")["record"]


@pytest.fixture(scope="module")
def played_scr():
    stand_in = ScrStandIn()
    with served(stand_in.app) as port:
        yield stand_in, f"http://127.0.0.1:{port}"


@pytest.fixture
def scr(played_scr, settings):
    stand_in, base = played_scr
    stand_in.reset()
    settings["scr"] = {"base": f"{base}/scr", "asid": "200000001427"}
    settings["pds"]["token_url"] = f"{base}/oauth2/token"
    return stand_in


@pytest.fixture
def signed_out(scr, make_service, at, make_report):
    service = make_service()
    pharmacist = at(service)
    assert service.intake.receive(make_report()).status == 200
    return pharmacist


@pytest.fixture
def pharmacist(signed_out):
    role = Role("555000000011", "FA101", "FA101 Pharmacy")
    person = Person("555000000001", "Jo Alder", "session-1", (role,), role.role_id, "id-token")
    for who in (Requester("FA101", gphc=GPHC), Requester("FA101", "Sam Till")):
        signed_out.service.sessions._sessions[key_of(who)] = Session(person, role)
    return signed_out


@pytest.fixture
def referral(pharmacist):
    return pharmacist.see("worklist")["referrals"][0]["referral"]


@pytest.fixture
def permitted(pharmacist, referral):
    pharmacist.see("record_permission_to_view", referral, permission="given")
    return referral

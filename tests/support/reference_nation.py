"""Stand-ins for the national services, with which the reference service is tested: none of them is a mock of ours."""

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import trustme
import uvicorn
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

GPHC = "2071234"
PATIENT = {
    "resourceType": "Patient",
    "id": "9990000018",
    "name": [{"use": "usual", "family": "Whitlow", "given": ["Maeve", "Ann"], "prefix": ["Ms"]}],
    "gender": "female",
    "birthDate": "1984-02-29",
    "address": [{"use": "home", "line": ["", "7 Sedge Lane", "Leeds"], "postalCode": "LS2 9AA"}],
    "telecom": [{"system": "phone", "use": "home", "value": "01632 960444"}],
    "generalPractitioner": [{"identifier": {"value": "B86999", "period": {"start": "2001-01-01"}}}],
    "meta": {"security": [{"code": "U"}]},
}


class Nation:
    """Stand-ins for PDS, DoS, MYS and MESH, which answer plainly and remember what they were asked."""

    def __init__(self) -> None:
        self.reset()
        self.app = Starlette(
            routes=[
                Route("/oauth2/token", self.token, methods=["POST"]),
                Route("/pds/Patient", self.search),
                Route("/pds/Patient/{number}", self.retrieve),
                Route("/dos/services/byServiceType/{rest:path}", self.dos),
                Route("/mys/Claim", self.claim, methods=["POST"]),
                Route("/warehouse/{ods}/{month}", self.handed_in, methods=["PUT"]),
                Route("/messageexchange/endpointlookup/{ods}/{workflow}", self.lookup),
                Route("/messageexchange/{mailbox}", self.handshake, methods=["POST"]),
                Route("/messageexchange/{mailbox}/outbox", self.outbox, methods=["POST"]),
                Route("/messageexchange/{mailbox}/inbox", self.list_inbox),
                Route("/messageexchange/{mailbox}/inbox/{id}", self.download),
                Route(
                    "/messageexchange/{mailbox}/inbox/{id}/status/acknowledged", self.forget, methods=["PUT"]
                ),
            ]
        )

    def reset(self) -> None:
        """Forget what other tests asked."""
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        self.pds_answers: list[tuple[int, Any]] = []  # taken first, then the plain answers
        self.inbox: dict[str, tuple[dict[str, str], bytes]] = {}
        # Not listed any more, but downloaded for a while yet.
        self.acknowledged: dict[str, tuple[dict[str, str], bytes]] = {}
        self.sent: list[tuple[dict[str, str], bytes]] = []
        self.refuses_messages = 0
        """The status with which MESH refuses all that is sent, where it does."""
        self.services: list[dict[str, Any]] = []
        self.patient = PATIENT
        self.workflows = {"DIGMED_EMG_MED"}
        self.warehouse_answers: list[tuple[int, str]] = []  # taken first, then a receipt

    async def remember(self, request: Request) -> bytes:
        body = await request.body()
        path = request.scope["raw_path"].decode()
        address = path + (f"?{request.url.query}" if request.url.query else "")
        self.requests.append((request.method, address, dict(request.headers), body))
        return body

    def asked(self, part: str) -> list[tuple[str, str, dict[str, str], bytes]]:
        return [request for request in self.requests if part in request[1]]

    async def token(self, request: Request) -> Response:
        await self.remember(request)
        return JSONResponse({"access_token": f"token-{len(self.requests)}", "expires_in": "599"})

    def planned(self) -> Response | None:
        if not self.pds_answers:
            return None
        status, content = self.pds_answers.pop(0)
        return JSONResponse(content, status)

    async def search(self, request: Request) -> Response:
        await self.remember(request)
        found = {
            "resourceType": "Bundle",
            "total": 1,
            "entry": [{"resource": self.patient, "search": {"score": 1}}],
        }
        return self.planned() or JSONResponse(found)

    async def retrieve(self, request: Request) -> Response:
        await self.remember(request)
        return self.planned() or JSONResponse(self.patient)

    async def dos(self, request: Request) -> Response:
        await self.remember(request)
        return JSONResponse({"success": {"code": 200, "services": self.services}})

    async def claim(self, request: Request) -> Response:
        await self.remember(request)
        return JSONResponse({"submissionId": f"S{len(self.asked('/mys/'))}"}, 201)

    async def handed_in(self, request: Request) -> Response:
        await self.remember(request)
        status, receipt = self.warehouse_answers.pop(0) if self.warehouse_answers else (201, "R1")
        return Response(receipt, status, media_type="text/plain")

    async def lookup(self, request: Request) -> Response:
        await self.remember(request)
        found = {"mailbox_id": f"{request.path_params['ods']}OT01", "mailbox_name": ""}
        return JSONResponse({"results": [found] if request.path_params["workflow"] in self.workflows else []})

    async def handshake(self, request: Request) -> Response:
        await self.remember(request)
        return JSONResponse({"mailboxId": request.path_params["mailbox"]})

    async def outbox(self, request: Request) -> Response:
        self.sent.append((dict(request.headers), await self.remember(request)))
        if self.refuses_messages:
            detail = [{"event": "SEND", "code": "17", "msg": "Not registered"}]
            return JSONResponse({"message_id": "", "detail": detail}, self.refuses_messages)
        return JSONResponse({"message_id": f"M{len(self.sent)}"}, 202)

    async def list_inbox(self, request: Request) -> Response:
        await self.remember(request)
        return JSONResponse({"messages": list(self.inbox), "links": {}})

    async def download(self, request: Request) -> Response:
        await self.remember(request)
        name = request.path_params["id"]
        headers, body = (self.acknowledged | self.inbox)[name]
        return Response(body, headers={"Mex-MessageID": name, **headers})

    async def forget(self, request: Request) -> Response:
        await self.remember(request)
        name = request.path_params["id"]
        if name in self.inbox:
            self.acknowledged[name] = self.inbox.pop(name)
        return Response(status_code=200)


class OnAnyPort(Controller):
    """aiosmtpd checks its server on the port that it was asked for, which is not yet the real one."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class Mailroom:
    """A stand-in for NHSmail's submission server."""

    def __init__(self, folder: Path) -> None:
        self.taken: list[Any] = []
        self.refused: set[str] = set()
        self.logins: list[str] = []
        self.authority = trustme.CA()
        self.ca_file = folder / "ca.pem"
        self.authority.cert_pem.write_to_path(str(self.ca_file))
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.authority.issue_cert("127.0.0.1").configure_cert(context)
        self.controller = OnAnyPort(
            self,
            hostname="127.0.0.1",
            port=0,
            tls_context=context,
            require_starttls=True,
            auth_required=True,
            authenticator=self.authenticate,
        )

    def authenticate(
        self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any
    ) -> AuthResult:
        self.logins.append(data.login.decode())
        return AuthResult(success=True)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 aiosmtpd's name
        if self.refused & set(envelope.rcpt_tos):
            return "550 5.1.10 no such recipient"
        self.taken.append(envelope)
        return "250 taken"


@contextmanager
def served(app: Any) -> Iterator[int]:
    """Serve an application on a port of its own."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_until(lambda: server.started, "the stand-in listens")
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(5)


def wait_until(true: Callable[[], Any], what: str, seconds: float = 20.0) -> Any:
    """Wait until something holds, or fail saying that it did not."""
    pause = threading.Event()
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := true():
            return value
        pause.wait(0.02)
    raise AssertionError(f"waited {seconds} s until {what}; it did not happen")

"""What the tests of the reference service share: a configuration, 111 reports, and stand-ins for the nation."""

import json
import os
import ssl
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme
import uvicorn
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))  # the reference is imported from the folder that it lies in

ITK = "urn:nhs-itk:ns:201005"
SERVICE = "urn:nhs-itk:services:201005:SendNHS111Report-v2-0"
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
        self.sent: list[tuple[dict[str, str], bytes]] = []
        self.services: list[dict[str, Any]] = []
        self.patient = PATIENT

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

    async def lookup(self, request: Request) -> Response:
        await self.remember(request)
        return JSONResponse(
            {"results": [{"mailbox_id": f"{request.path_params['ods']}OT01", "mailbox_name": ""}]}
        )

    async def handshake(self, request: Request) -> Response:
        await self.remember(request)
        return JSONResponse({"mailboxId": request.path_params["mailbox"]})

    async def outbox(self, request: Request) -> Response:
        self.sent.append((dict(request.headers), await self.remember(request)))
        return JSONResponse({"message_id": f"M{len(self.sent)}"}, 202)

    async def list_inbox(self, request: Request) -> Response:
        await self.remember(request)
        return JSONResponse({"messages": list(self.inbox), "links": {}})

    async def download(self, request: Request) -> Response:
        await self.remember(request)
        headers, body = self.inbox[request.path_params["id"]]
        return Response(body, headers=headers)

    async def forget(self, request: Request) -> Response:
        await self.remember(request)
        self.inbox.pop(request.path_params["id"], None)
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
        self.logins: list[str] = []
        authority = trustme.CA()
        self.ca_file = folder / "ca.pem"
        authority.cert_pem.write_to_path(str(self.ca_file))
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert("127.0.0.1").configure_cert(context)
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


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path = tmp_path_factory.mktemp("key") / "key.pem"
    plain = serialization.NoEncryption()
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return path


@pytest.fixture
def settings(tmp_path: Path, key_file: Path) -> dict[str, Any]:
    """A configuration whose national services are nowhere."""
    links = {
        "eps_tracker": "https://portal2.national.ncrs.nhs.uk/prescriptionsadmin",
        "cks": "https://cks.nice.org.uk/topics/",
        "scr": "https://portal.spineservices.nhs.uk/nationalcarerecordsservice/",
    }
    pds = {
        "base": "http://127.0.0.1:1/pds",
        "token_url": "http://127.0.0.1:1/oauth2/token",
        "api_key": "key-of-this-app",
        "kid": "test-1",
        "private_key_file": str(key_file),
    }
    return {
        "listen": "127.0.0.1:0",
        "ready_file": str(tmp_path / "ready.json"),
        "database": str(tmp_path / "reference.sqlite"),
        "control_token": "control-token",
        "premises": [
            premises("FA101", "2000090101"),
            premises("FB202", "2000090202"),
            premises("FDH68", "2000038407"),
            premises("EM396", "2000082139"),
        ],
        "pds": pds,
        "dos": {"base": "http://127.0.0.1:1/dos", "username": "u", "password": "p", "service_type": "131"},
        "mys": {"base": "http://127.0.0.1:1/mys"},
        "mesh": {"base": "http://127.0.0.1:1", "shared_key": "TestKey", "workflow": "DIGMED_EMG_MED"},
        "nhsmail": {"host": "127.0.0.1", "port": 1, "ca_file": str(tmp_path / "ca.pem")},
        "links": links,
        "timeouts": {"seconds": 5},
    }


def premises(ods: str, dos_service_id: str) -> dict[str, Any]:
    address = f"pharmacy.{ods.lower()}@nhs.net"
    return {
        "ods": ods,
        "name": f"{ods} Pharmacy",
        "address": ["1 High Street", "Leeds"],
        "postcode": "LS1 4AB",
        "telephone": "01632 960101",
        "dos_service_id": dos_service_id,
        "nhsmail": {"address": address, "username": address, "password": "mail-password"},
        "mesh": {"mailbox": f"{ods}OT001", "password": "mesh-password"},
    }


@pytest.fixture(scope="session")
def played_nation() -> Iterator[tuple[Nation, str]]:
    """The stand-ins, served once for all tests, and where."""
    stand_in = Nation()
    with served(stand_in.app) as port:
        yield stand_in, f"http://127.0.0.1:{port}"


@pytest.fixture
def nation(played_nation: tuple[Nation, str], settings: dict[str, Any]) -> Nation:
    """The stand-ins, as if nobody had asked them yet, and the configuration pointed at them."""
    stand_in, base = played_nation
    stand_in.reset()
    settings["pds"] |= {"base": f"{base}/pds", "token_url": f"{base}/oauth2/token"}
    settings["dos"]["base"] = f"{base}/dos"
    settings["mys"]["base"] = f"{base}/mys"
    settings["mesh"]["base"] = base
    return stand_in


@pytest.fixture(scope="session")
def played_mailroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mailroom]:
    """A submission server, running for all tests."""
    stand_in = Mailroom(tmp_path_factory.mktemp("mailroom"))
    stand_in.controller.start()
    yield stand_in
    stand_in.controller.stop()


@pytest.fixture
def mailroom(played_mailroom: Mailroom, settings: dict[str, Any]) -> Mailroom:
    """A submission server without mail, and the configuration pointed at it."""
    played_mailroom.taken.clear()
    played_mailroom.logins.clear()
    settings["nhsmail"] |= {
        "port": played_mailroom.controller.port,
        "ca_file": str(played_mailroom.ca_file),
    }
    return played_mailroom


@pytest.fixture
def make_service(settings: dict[str, Any], tmp_path: Path) -> Iterator[Callable[[], Any]]:
    """Makes a service of the configuration, in this process."""
    from reference import config
    from reference.service import Service

    made = []

    def make() -> Service:
        path = tmp_path / "config.json"
        path.write_text(json.dumps(settings), encoding="utf-8")
        made.append(Service(config.load(str(path))))
        return made[-1]

    yield make
    for service in made:
        service.close()


@pytest.fixture
def service(make_service: Callable[[], Any]) -> Any:
    """A service that has no nation around it."""
    return make_service()


@pytest.fixture
def client(service: Any) -> Iterator[httpx.Client]:
    """An HTTP client of a service that is served on a port of its own."""
    with served(service.web) as port, httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as http:
        yield http


class Pharmacy:
    """A pharmacist at the screen of a service in this process."""

    def __init__(self, service: Any, ods: str = "FA101") -> None:
        self.service = service
        self.ods = ods

    def do(self, action: str, referral: str | None = None, **given: Any) -> dict[str, Any]:
        """Do an action, and give the whole answer."""
        from reference.actions.shape import Actor, Request
        from reference.control import Control

        actor = Actor("Jo Alder", "pharmacist", self.ods, GPHC)
        return Control(self.service).perform(action, Request(actor, referral, given))

    def see(self, action: str, referral: str | None = None, **given: Any) -> dict[str, Any]:
        """Do an action that must succeed, and give what is seen."""
        answer = self.do(action, referral, **given)
        assert answer["status"] == "done", answer
        return answer["observation"]

    def completed(self, **changes: Any) -> str:
        """Take a referral in and see it through to the end of the consultation."""
        reply = self.service.intake.receive(report(**changes))
        assert reply.status == 200, reply.body
        referral = next(
            row["referral"] for row in self.see("worklist")["referrals"] if row["status"] == "new"
        )
        self.see("enrol_pharmacist", full_name="Josephine Alder", gphc_number=GPHC)
        entry = {"ods": "B86999", "name": "Sedge Surgery", "email": "sedge@nhs.net", "kind": "gp-practice"}
        other = {"ods": "B86111", "name": "Reed Surgery", "email": "reed@nhs.net", "kind": "gp-practice"}
        self.see("load_directory", entries=[other, entry])
        self.see("find_patient", referral, nhs_number=PATIENT["id"])
        self.see("choose_patient", referral, nhs_number=PATIENT["id"])
        self.see("record_consent", referral, share_with_gp=True)
        self.see("record_consultation", referral, **consultation(changes.get("dx", "Dx86")))
        if changes.get("dx", "Dx86") == "Dx86":
            supply = {
                "quantity": 28,
                "days_supply": 7,
                "dosage": "Two, four times a day",
                "reason": "Ran out",
            }
            self.see("supply_medicine", referral, code="PARA500", **supply)
        self.see("complete", referral)
        return referral


def consultation(dx: str) -> dict[str, Any]:
    return {
        "method": "telephone",
        "started": "2026-03-31T23:30:00Z",  # 1 April in London
        "presenting_complaint": "Sore throat",
        "assessment": "Viral",
        "advice": "Rest and fluids",
        "actions_for_gp": "Review in a week",
        "outcome": "medicine-supplied",
        "products": [] if dx == "Dx86" else [{"code": "PARA500", "quantity": 16}],
    }


@pytest.fixture
def pharmacy(nation: Nation, mailroom: Mailroom, make_service: Callable[[], Any]) -> Pharmacy:
    """A pharmacist whose system has the nation around it."""
    return Pharmacy(make_service())


@pytest.fixture
def at() -> type[Pharmacy]:
    """A pharmacist at any service: `at(service, "FB202")`."""
    return Pharmacy


def report(
    *,
    dx: str = "Dx86",
    document: str = "",
    ods: str = "FA101",
    dos: str = "",
    service: str = SERVICE,
    action: str | None = None,
    telecoms: str = '<telecom value="tel:07700900123" use="EC"/>',
    informant: str = "",
    name: str = "<given>Maeve</given><family>Whitlow</family>",
    text: str = "<content>Headache</content><br/>since &lt;Monday&gt;",
    security: str = "",
    profile: str = "urn:nhs-en:profile:nhs111CDADocument-v2-0",
    outer: str = ITK,
    manifest_count: str = "1",
    payload_id: str = "uuid_1",
    message_id: str = "<a:MessageID>2F182787-CA39-46F8-9B1C-8E77F3050067</a:MessageID>",
    tracking: str = 'trackingid="F60A19ED-843E-41A3-84C1-3F313DD4E4E0"',
    flags: str = "",
    interaction: str = "primaryOutofHourRecipientNHS111CDADocument-v2-0",
    ids: str = '<id extension="9990000018" root="2.16.840.1.113883.2.1.4.1"/>',
) -> bytes:
    """An invented NHS 111 report; each argument changes one thing about it."""
    addresses = f'<q:address uri="urn:nhs-uk:addressing:ods:{ods}"/>' if ods else ""
    addresses += f'<q:address type="2.16.840.1.113883.2.1.3.2.4.18.44" uri="{dos}"/>' if dos else ""
    disposition = (
        f'<dischargeDispositionCode code="{dx}" displayName="Repeat prescription within 12 hours" '
        'codeSystem="2.16.840.1.113883.2.1.3.2.4.17.325"/>'
        if dx
        else ""
    )
    return f"""<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:q="{outer}"
      xmlns:a="http://www.w3.org/2005/08/addressing">
     <e:Header><a:Action e:mustUnderstand="1">{action or service}</a:Action>{message_id}{security}</e:Header>
     <e:Body><q:DistributionEnvelope xmlns:q="{ITK}">
      <q:header service="{service}" {tracking}>
       <q:addresslist>{addresses}</q:addresslist>
       <q:manifest count="{manifest_count}">
        <q:manifestitem id="uuid_1" mimetype="text/xml" profileid="{profile}" {flags}/></q:manifest>
       <q:handlingSpecification>
        <q:spec key="urn:nhs-itk:ns:201005:interaction" value="urn:nhs-itk:interaction:{interaction}"/>
       </q:handlingSpecification>
      </q:header>
      <q:payloads count="1"><q:payload id="{payload_id}">
       <ClinicalDocument xmlns="urn:hl7-org:v3">
        <id root="{document or str(uuid.uuid4()).upper()}"/><effectiveTime value="20260401121500+0100"/>
        <setId root="5C8F4F1E-0000-4000-8000-000000000001"/><versionNumber value="1"/>
        <recordTarget><patientRole>{ids}
         <addr use="PHYS"><streetAddressLine>7 Sedge Lane</streetAddressLine><postalCode>LS2 9AA</postalCode></addr>
         {telecoms}
         <patient><name>{name}</name><administrativeGenderCode code="2"/><birthTime value="19840229"/></patient>
         <providerOrganization><id extension="B86999"/><name>Sedge Surgery</name></providerOrganization>
        </patientRole></recordTarget>
        {informant}
        <custodian><assignedCustodian><representedCustodianOrganization>
         <id extension="RYE99"/><name>Invented 111</name>
        </representedCustodianOrganization></assignedCustodian></custodian>
        <componentOf><encompassingEncounter>
         <id root="2.16.840.1.113883.2.1.3.2.4.18.49" extension="X"/>
         <id root="2.16.840.1.113883.2.1.3.2.4.18.35" extension="CASE-7"/>
         <id root="2.16.840.1.113883.2.1.3.2.4.18.34" extension="REF-7"/>
         {disposition}
        </encompassingEncounter></componentOf>
        <component><structuredBody><component><section>
         <component><section><title>Patient's Reported Condition</title><text>{text}</text></section></component>
        </section></component></structuredBody></component>
       </ClinicalDocument>
      </q:payload></q:payloads>
     </q:DistributionEnvelope></e:Body></e:Envelope>""".encode()


@pytest.fixture
def make_report() -> Callable[..., bytes]:
    """Writes NHS 111 reports."""
    return report


class Process:
    """The reference service as a process of its own."""

    def __init__(self, config_file: Path, ready_file: Path, *options: str) -> None:
        self.ready_file = ready_file
        command = [sys.executable, "-P", "-m", "reference", "--config", str(config_file), *options]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def base(self) -> str:
        """Where it listens, once it does."""
        wait_until(
            lambda: self.ready_file.exists() or self.process.poll() is not None, "the reference is ready"
        )
        assert self.process.poll() is None, self.process.stderr.read()
        return str(json.loads(self.ready_file.read_text())["base"])

    def act(self, action: str, **given: Any) -> dict[str, Any]:
        """Do an action over the control API, once it listens."""
        return self.act_at(self.base(), action, **given)

    def act_at(self, base: str, action: str, **given: Any) -> dict[str, Any]:
        """Do an action over the control API at an address."""
        actor = {"name": "Jo", "role": "pharmacist", "ods": "FA101", "gphc": GPHC}
        reply = httpx.post(
            f"{base}/control/v1/actions/{action}",
            headers={"Authorization": "Bearer control-token"},
            json={"actor": actor, "referral": None, "input": given},
            timeout=20,
        )
        assert reply.status_code == 200, reply.text
        return dict(reply.json())


@pytest.fixture
def start(settings: dict[str, Any], tmp_path: Path) -> Iterator[Callable[..., Process]]:
    """Starts the reference service as a process."""
    started: list[Process] = []

    def start_it(*options: str) -> Process:
        config_file = tmp_path / "config.json"
        config_file.write_text(json.dumps(settings), encoding="utf-8")
        started.append(Process(config_file, Path(settings["ready_file"]), *options))
        return started[-1]

    yield start_it
    for one in started:
        one.process.kill()
        one.process.communicate()
